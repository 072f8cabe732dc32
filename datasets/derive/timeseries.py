"""Time series: carbon dioxide, sunspots, the Nile, airline passengers, Seattle's weather."""


def derive(packages, collection):
    statsmodels = packages.wheel("statsmodels", "0.15.0")
    collection.copy("timeseries/co2_weekly.csv", statsmodels, "statsmodels/datasets/co2/co2.csv")
    collection.copy("timeseries/sunspots_yearly.csv", statsmodels, "statsmodels/datasets/sunspots/sunspots.csv")
    collection.copy("timeseries/nile.csv", statsmodels, "statsmodels/datasets/nile/nile.csv")
    collection.copy(
        "timeseries/airline_passengers.csv", packages.wheel("river", "0.26.1"),
        "river/datasets/airline-passengers.csv")
    collection.copy(
        "timeseries/seattle_weather.csv", packages.wheel("vega-datasets", "0.9.0"),
        "vega_datasets/_data/seattle-weather.csv")
