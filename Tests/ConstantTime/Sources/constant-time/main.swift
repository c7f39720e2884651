import TLSPrimitives

// check, records and premaster: everything with its secrets marked; the leaks: what must be reported; time: how long it
// takes.
switch CommandLine.arguments.dropFirst().first {
case "check":
    for parameters in MLKEM.allCases { print(parameters, try Checks.run(parameters) ? "agrees" : "DISAGREES") }
case "records":
    for check in RecordChecks.all { print(check, try check.run() ? "agrees" : "DISAGREES") }
case "premaster":
    print("premaster", try PremasterChecks.run() ? "agrees" : "DISAGREES")
case "leak":
    print(try Checks.leak() > 256 ? "impossible" : "leaked")
case "leak-record":
    print(try RecordChecks.leak() ? "leaked" : "impossible")
case "leak-premaster":
    print(try PremasterChecks.leak() ? "leaked" : "impossible")
case "time":
    for parameters in MLKEM.allCases { try Timing.run(parameters) }
default:
    print("check, records, premaster, leak, leak-record, leak-premaster or time")
}
