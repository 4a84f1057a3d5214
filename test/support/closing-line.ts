// What a run says besides vitest itself: how far it is, where nobody watches a terminal; how each test that failed is run alone; and in its last
// line how many passed, failed and were skipped, why, and what it took. What is skipped says in its name "(skipped where …)".
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSpecification } from 'vitest/node'
import { migrationsIn, versionOf } from '#commands/data-version.ts'
import { root } from '#commands/settings.ts'
import { judgedFolder } from './judged-once.ts'
import { processorSeconds } from './processor-time.ts'

const secondsBetween = 15
const mostCommands = 20

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
const commandFor = ({ fullName, module }: TestCase): string =>
  `npm test -- ${module.relativeModuleId} -t ${quoted(`^${fullName.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}$`)}`

/** Files that are made from the migrations are out of date: no failure beside them means much. */
const isStale = (): boolean => {
  const made = join(root, 'src/base/db/generated/expected-schema.ts')
  return !existsSync(made) || !readFileSync(made, 'utf8').includes(`'${versionOf(migrationsIn(root))}'`)
}

/** @param processor seconds of its time */
const took = (processor: number | undefined): string =>
  `in ${process.uptime().toFixed(0)} s${processor === undefined ? '' : ` and ${processor.toFixed(0)} s of processor time`}`

export default class ClosingLine implements Reporter {
  private readonly files = new Map<string, { all: number; done: number }>()
  private saidAt = Date.now()

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.files.clear()
    for (const { project } of specifications) {
      const { all, done } = this.files.get(project.name) ?? { all: 0, done: 0 }
      this.files.set(project.name, { all: all + 1, done })
    }
  }

  onTestModuleEnd({ project }: TestModule): void {
    const of = this.files.get(project.name)
    if (of) of.done += 1
    if (process.stdout.isTTY || Date.now() - this.saidAt < secondsBetween * 1000) return
    this.saidAt = Date.now()
    const each = [...this.files].map(([name, { all, done }]) => `${name} ${done} of ${all}`)
    console.log(`Files so far: ${each.join(', ')}.`)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    const why = new Map<string, number>()
    const commands: string[] = []
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      // A file that could not be loaded has no tests, and is a failure all the same.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) {
        count.failed += 1
        commands.push(`npm test -- ${module.relativeModuleId}`)
      }
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'passed' || state === 'failed') count[state] += 1
        else {
          count.skipped += 1
          const reason = test.fullName.match(/\(skipped (.*?)\)/)?.[1] ?? 'because only others were asked for'
          why.set(reason, (why.get(reason) ?? 0) + 1)
        }
        if (state === 'failed') commands.push(commandFor(test))
      }
    }
    const reasons = [...why].map(([reason, times]) => `${times} ${reason}`).join('; ')
    const processor = processorSeconds(judgedFolder())
    process.once('exit', () => {
      if (count.failed > 0 && isStale()) console.log('What is made from prisma/migrations is out of date: npm run check writes it.\n')
      if (commands.length > 0) console.log(['Each by itself:', ...commands.slice(0, mostCommands), ''].join('\n'))
      console.log(
        `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped${reasons === '' ? '' : ` (${reasons})`}, ${took(processor)}`,
      )
    })
  }
}
