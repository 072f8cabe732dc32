import Foundation
import Testing

@testable import LabData

@Suite struct DatasetTests {
  @Test func `finds a data set from any folder of the repository`() throws {
    let inside = datasets.deletingLastPathComponent().appending(path: "Sources/LabData").path()
    let longley = try Dataset("nist/Longley.dat", folder: nil, workingDirectory: inside)
    #expect(longley.path == datasets.path() + (datasets.path().hasSuffix("/") ? "" : "/") + "nist/Longley.dat")
    #expect(try longley.regression().name == "Longley")
  }

  @Test func `prefers the folder that the environment names`() throws {
    try withTemporaryFolder { folder in
      try ByteFile.write(Array("a\n1\n".utf8), to: folder + "/own.csv")
      let own = try Dataset("own.csv", folder: folder, workingDirectory: datasets.path())
      #expect(own.path == folder + "/own.csv")
      #expect(try own.csv().rows == [["1"]])
    }
  }

  @Test func `offers the nearest names`() throws {
    #expect(message { try dataset("longley") }.hasSuffix("did you mean \"nist/Longley.dat\"?"))
    #expect(
      message { try dataset("penguin.csv") }
        .hasSuffix("did you mean \"penguins/penguins.csv\"?"))
    #expect(message { try dataset("tabluar/iris.csv") }.contains("did you mean \"tabular/iris.csv\""))
    #expect(message { try dataset("stock prices") }.hasSuffix("; see MANIFEST.csv there"))
  }

  @Test func `does not take a folder for a data set`() {
    #expect(message { try dataset("nist") }.hasPrefix("there is no data set \"nist\" in "))
  }

  @Test func `says where it looked and what to set`() {
    #expect(
      message { try Dataset("a.csv", folder: nil, workingDirectory: "/proc/self") }
        == "there is no datasets/MANIFEST.csv in /proc/self or above; set MLLAB_DATASETS to the folder that holds it")
  }

  @Test func `does without a manifest where the file is there or not`() throws {
    try withTemporaryFolder { folder in
      let text = message { try Dataset("a.csv", folder: folder, workingDirectory: "/") }
      #expect(text == "there is no data set \"a.csv\" in \(folder); see MANIFEST.csv there")
    }
  }

  @Test func `reads texts`() throws {
    #expect(try dataset("text/shakespeare/hamlet.txt").text().contains("To be, or not to be"))
  }

  @Test func `names the file and the reason when it cannot be read or written`() {
    #expect(message { try ByteFile.read("/nowhere/a") } == "cannot open /nowhere/a: No such file or directory")
    #expect(message { try ByteFile.write([], to: "/nowhere/a") } == "cannot open /nowhere/a: No such file or directory")
    #expect(message { try ByteFile.read("/") } == "cannot read /: Is a directory")
  }
}
