// The order of a run: rules first, while what the browser opens is made ready beside them; then the Worker, and the browser last. Within each, as
// vitest has it: what failed, then what took longest.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const projects = ['domain', 'worker', 'browser']

export default class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return projects.flatMap((name) => sorted.filter(({ project }) => project.name === name))
  }
}
