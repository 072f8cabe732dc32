/// The dot product of x and y.
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (left, right) in x.iter().zip(y) {
        sum += left * right;
    }
    sum
}

/// Adds alpha times x to y.
pub fn axpy(alpha: f64, x: &[f64], y: &mut [f64]) {
    for (value, addend) in y.iter_mut().zip(x) {
        *value += alpha * addend;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_gives_the_closed_forms() {
        assert_eq!(dot(&[1.0, 2.0, 3.0], &[4.0, -5.0, 6.0]), 12.0);
        assert_eq!(dot(&[3.0, 4.0, 7.0], &[-4.0, 3.0, 0.0]), 0.0);
        assert_eq!(dot(&[], &[]), 0.0);
    }

    #[test]
    fn dot_sums_the_squares() {
        let numbers: Vec<f64> = (1..=101).map(f64::from).collect();
        assert_eq!(dot(&numbers, &numbers), 101.0 * 102.0 * 203.0 / 6.0);
    }

    #[test]
    fn dot_is_linear() {
        let (x, y, z) = ([1.0, 5.0, -2.0], [7.0, 3.0, 11.0], [-4.0, 2.0, 9.0]);
        let combined: Vec<f64> = x.iter().zip(&z).map(|(x, z)| 3.0 * x - z).collect();
        assert_eq!(dot(&combined, &y), 3.0 * dot(&x, &y) - dot(&z, &y));
    }

    #[test]
    fn dot_hides_no_infinity_and_no_nan() {
        assert_eq!(dot(&[2.0, f64::INFINITY, 1.0], &[3.0, 1.0, 1.0]), f64::INFINITY);
        assert!(dot(&[2.0, 0.0, 1.0], &[3.0, f64::INFINITY, 1.0]).is_nan());
    }

    #[test]
    fn axpy_gives_the_closed_forms() {
        let mut y = [10.0, 20.0, 30.0];
        axpy(2.0, &[1.0, 2.0, -4.0], &mut y);
        assert_eq!(y, [12.0, 24.0, 22.0]);
    }
}
