use dot_product::{axpy, dot};

fn main() {
    let mut y = [4.0, -5.0, 6.0];
    axpy(2.0, &[1.0, 2.0, 3.0], &mut y);
    println!("{}", dot(&[1.0, 2.0, 3.0], &y));
}
