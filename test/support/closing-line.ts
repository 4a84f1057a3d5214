// The last line of a run: how many tests passed, failed and were skipped, and why. What is skipped says in its name "(skipped where …)".
import type { Reporter, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    const why = new Map<string, number>()
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      // A file that could not be loaded has no tests, and is a failure all the same.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) count.failed += 1
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'passed' || state === 'failed') count[state] += 1
        else {
          count.skipped += 1
          const reason = test.fullName.match(/\(skipped (.*?)\)/)?.[1] ?? 'because only others were asked for'
          why.set(reason, (why.get(reason) ?? 0) + 1)
        }
      }
    }
    const reasons = [...why].map(([reason, times]) => `${times} ${reason}`).join('; ')
    process.once('exit', () =>
      console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped${reasons === '' ? '' : ` (${reasons})`}`),
    )
  }
}
