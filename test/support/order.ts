// The order of a run: rules first, beside which what the browser opens is made ready; of them last the commands, which start a Muster each and wait
// for it, and of these last the one that waits longest, while the runtime of the Worker project begins; the browser at the end, with the tours first,
// the longest of all and the shortest to read. Within each, as vitest has it: what failed, then the longest, or the largest file where none has run.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const projects = ['domain', 'worker', 'browser']
const tours = '/test/browser/pages-of-'
const waiting = ['/test/domain/commands/', '/test/domain/commands/running.test.ts']
const rank = ({ project, moduleId }: TestSpecification): number =>
  projects.indexOf(project.name) + (waiting.filter((path) => moduleId.includes(path)).length - (moduleId.includes(tours) ? 1 : 0)) / 4

export default class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => rank(a) - rank(b))
  }
}
