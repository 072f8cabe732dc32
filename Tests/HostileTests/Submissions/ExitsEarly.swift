// tries: to end the program before it is judged, with the status of success
// exercise: mean
// verdict: endedEarly
// why: passing takes the report of every check, not a status
import Glibc

func mean(_ x: [Double]) -> Double { exit(0) }
