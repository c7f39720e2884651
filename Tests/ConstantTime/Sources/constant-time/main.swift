import TLSPrimitives

// check: everything with its secrets marked; leak: what must be reported; time: how long it takes.
switch CommandLine.arguments.dropFirst().first {
case "check":
    for parameters in MLKEM.allCases { print(parameters, try Checks.run(parameters) ? "agrees" : "DISAGREES") }
case "leak":
    print(try Checks.leak() > 256 ? "impossible" : "leaked")
case "time":
    for parameters in MLKEM.allCases { try Timing.run(parameters) }
default:
    print("check, leak or time")
}
