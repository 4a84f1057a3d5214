import type { PropsWithChildren } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Select, TextField } from '#base/web/field.tsx'
import { Inset, Link, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import type { Awaited } from '#guidance/answers/asked.ts'
import type { DueFilter } from '#people/ladder/chase.ts'
import type { Unreached } from '#people/notices/notice.ts'
import { reachPath } from '#people/notices/views.tsx'
import { addressOf, type ListName } from '../list.ts'

const dueWords: Record<DueFilter, string> = { all: 'At any time', overdue: 'Overdue', today: 'Today', later: 'Later' }

type StepsAsked = { whose: 'mine' | 'all'; due: DueFilter; q: string }

const Unchased = ({ one, today, list, children }: PropsWithChildren<{ one: Awaited; today: Day; list: ListName }>) => (
  <Inset>
    {children} {one.dueOn < today ? `by ${sayDay(one.dueOn)}, which is over` : `by ${sayDay(one.dueOn)}`}. Nobody has begun to follow up{' '}
    {one.unchased === one.schools ? (one.schools === 1 ? 'it' : 'any of them') : `${one.unchased} of them`}.{' '}
    <Link href={addressOf({ list, of: one.id })}>
      Follow them up<VisuallyHidden> about {one.title}</VisuallyHidden>
    </Link>
  </Inset>
)

type BeforeStepsProps = {
  asked: StepsAsked
  today: Day
  awaited: readonly Awaited[]
  rounds: readonly Awaited[]
  unreached: readonly Unreached[]
}

export const BeforeSteps = ({ asked, today, awaited, rounds, unreached }: BeforeStepsProps) => (
  <>
    <P>Whom to contact next, overdue first, in the school’s working days. Steps above the head are only proposed to you.</P>
    {unreached.map(({ notice, subjectId, title, schools }) => (
      <Inset>
        No email about “{title}” arrived at {sayNumber(schools)} of those that it was issued to.{' '}
        <Link href={`${reachPath({ notice, subjectId })}?state=not_reached`}>
          Tell them another way<VisuallyHidden> about {title}</VisuallyHidden>
        </Link>
      </Inset>
    ))}
    {awaited.map((one) => (
      <Unchased one={one} today={today} list="guidance">
        {counted(one.schools, 'school has', 'schools have')} not done what “{one.title}” asks
      </Unchased>
    ))}
    {rounds.map((one) => (
      <Unchased one={one} today={today} list="returns">
        {counted(one.schools, 'school has', 'schools have')} not submitted “{one.title}”, due
      </Unchased>
    ))}
    <details class="govuk-details muster-narrow" open={asked.q !== '' || asked.due !== 'all' || asked.whose !== 'mine'}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">Narrow the list</span>
      </summary>
      <form method="get" action="/organiser/chasing" class="muster-filter muster-filter--beside">
        <Select
          name="whose"
          label="Whose"
          value={asked.whose}
          options={[
            { value: 'mine', text: 'Mine' },
            { value: 'all', text: 'Everybody’s' },
          ]}
        />
        <Select
          name="due"
          label="Due"
          value={asked.due}
          options={(Object.keys(dueWords) as DueFilter[]).map((value) => ({ value, text: dueWords[value] }))}
        />
        <TextField name="q" label="School, town or URN" value={asked.q} />
        <button type="submit" class="govuk-button govuk-button--secondary">
          Show
        </button>
      </form>
    </details>
    <ul class="govuk-list muster-actions muster-no-print">
      <li>
        <Link href="/organiser/chasing/lists/leads">Lists of schools to follow up</Link>
      </li>
      <li>
        <Link href="/organiser/evaluations">Read what people wrote about events</Link>
      </li>
    </ul>
  </>
)
