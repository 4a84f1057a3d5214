import type { Child } from 'hono/jsx'
import { type Day, sayLongDay } from '#base/dates.ts'
import { TaskList } from '#base/web/page-head.tsx'
import { Details, Heading, P, SummaryList, Tag } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { type AccessMatter, answerDays, nextOfAccess } from '../access.ts'
import { accessChoices, lineOf } from '../need.ts'

const State = ({ matter, today }: { matter: AccessMatter; today: Day }) => {
  const next = nextOfAccess(matter, today)
  if (!next) return <Tag colour="green">Done</Tag>
  if (next.isLate) return <Tag colour="red">Late</Tag>
  return next.step === 'answer' ? <Tag colour="yellow">To answer</Tag> : <Tag colour="blue">To arrange</Tag>
}

const ownerOf = ({ owner }: AccessMatter, event: EventDetails): string => owner ?? (event.contactName || 'the person who runs the event')

/** What is to be answered, by when and by whom; without names. */
export const Matters = ({ matters, event, today }: { matters: readonly AccessMatter[]; event: EventDetails; today: Day }) => (
  <TaskList
    tasks={matters.map((matter) => ({
      href: `/organiser/events/${event.code}/needs/access/${matter.matter}`,
      text: matter.access.choices.map((choice) => accessChoices[choice]).join('; ') || 'In their own words',
      hint:
        matter.answeredAt === null ? `Answer by ${sayLongDay(matter.answerBy)}: ${ownerOf(matter, event)}` : `Answered: ${matter.answer}`,
      status: <State matter={matter} today={today} />,
    }))}
  />
)

/** How many people stated each kind, once their needs are deleted. */
export const KeptCounts = ({ counts }: { counts: readonly { kind: string; people: number }[] }) =>
  counts.length === 0 ? null : (
    <SummaryList
      rows={counts.map(({ kind, people }) => [accessChoices[kind as keyof typeof accessChoices] ?? 'In their own words', String(people)])}
    />
  )

type MatterFactsProps = { matter: AccessMatter; event: EventDetails; today: Day; answer: Child; give: Child }

export const MatterFacts = ({ matter, event, today, answer, give }: MatterFactsProps) => (
  <>
    <SummaryList
      rows={[
        ['State', <State matter={matter} today={today} />],
        ['They need', <span class="muster-break muster-lines">{lineOf(matter.access, accessChoices)}</span>],
        ['Answer by', sayLongDay(matter.answerBy)],
        ['Who answers', ownerOf(matter, event)],
      ]}
    />
    <Details summary="Why this day?">
      <P>
        We answer within {answerDays} working days, and {answerDays} working days before the event if that is sooner. Told later than that,
        by the next working day.
      </P>
    </Details>
    {answer}
    <Heading>Give it to somebody else</Heading>
    {give}
  </>
)
