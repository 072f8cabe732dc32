// tries: to end the thread on which it is judged, but not the process
// exercise: mean
// verdict: endedEarly
// why: when its last thread ends so does the process, with status 0, which proves nothing
import Glibc

func mean(_ x: [Double]) -> Double { pthread_exit(nil) }
