// From vitest's JSON report: the slowest files, and the numbers that tests print, as one line.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

type Report = {
  numPassedTests: number
  numFailedTests: number
  numFailedTestSuites: number
  numPendingTests: number
  testResults: { name: string; startTime: number; endTime: number; assertionResults: unknown[] }[]
}

const shown = 25

const [file = ''] = process.argv.slice(2)
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, testResults }: Report = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  const slowest = testResults
    .map((one) => ({
      path: relative(process.cwd(), one.name),
      tests: one.assertionResults.length,
      seconds: (one.endTime - one.startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, shown)
  console.log(`\nThe ${slowest.length} slowest of ${testResults.length} files, in seconds:`)
  for (const { path, tests, seconds } of slowest)
    console.log(`${seconds.toFixed(1).padStart(7)}  ${path} (${tests} ${tests === 1 ? 'test' : 'tests'})`)
  // A file that could not even be loaded has failed suites and no failed test.
  const failed = numFailedTests > 0 ? numFailedTests : numFailedTestSuites
  console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`)
  if (failed > 0) process.exitCode = 1
} catch {
  console.log('0 passed, 1 failed')
  console.error('The tests wrote no report: they did not run to their end.')
  process.exitCode = 1
}
