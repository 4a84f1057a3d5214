// The tests' own numbers as one plain line, read from vitest's JSON report: `N passed, N failed`.
import { readFileSync } from 'node:fs'

const [file = ''] = process.argv.slice(2)
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8'))
  // A file that could not even be loaded has failed suites and no failed test.
  const failed = numFailedTests > 0 ? numFailedTests : numFailedTestSuites
  console.log(`${numPassedTests} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
} catch {
  console.log('0 passed, 1 failed')
  console.error('The tests wrote no report: they did not run to their end.')
  process.exitCode = 1
}
