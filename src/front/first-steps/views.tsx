import { TaskList } from '#base/web/page-head.tsx'
import { Heading, Link, P, Tag } from '#base/web/page-parts.tsx'
import type { Step } from './steps.ts'

const stateOf = ({ done, optional }: Step) =>
  done ? 'Done' : <Tag colour={optional ? 'grey' : 'blue'}>{optional ? 'Optional' : 'To do'}</Tag>

export const StepList = ({ steps }: { steps: readonly Step[] }) => (
  <TaskList tasks={steps.map((step) => ({ href: step.href, text: step.title, hint: step.hint, status: stateOf(step) }))} />
)

/** On an administrator's first page, what is left of them. */
export const FirstSteps = ({ steps }: { steps: readonly Step[] }) => (
  <>
    <Heading>First steps</Heading>
    <P>
      {steps.filter(({ done }) => done).length} of {steps.length} done. <Link href="/organiser/first-steps">See them all</Link>
    </P>
    <StepList steps={steps.filter(({ done }) => !done)} />
  </>
)
