import type { Child } from 'hono/jsx'
import { type Day, sayDay } from '#base/dates.ts'
import { Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { DueChange, Turn } from '../turn.ts'

/** So many are named; of more the number is said. */
const mostNamed = 50

type TurnsProps = {
  turns: readonly Turn[]
  due: readonly DueChange[]
  places: readonly SchoolOption[]
  day: Day
  labels: ReadonlyMap<string, string>
  /** The form, before who they are. */
  children: Child
}

/** How many places a change asks for. */
const People = ({ due, labels }: Pick<TurnsProps, 'due' | 'labels'>) =>
  due.length === 0 ? null : (
    <>
      <Table
        caption="People who are due"
        columns={['Rule', { text: 'Until then', numeric: true }, { text: 'From then', numeric: true }]}
        rows={due.map(({ requirementId, before, after }) => [labels.get(requirementId) ?? '', String(before), String(after)])}
      />
      <P>
        <Link href="/requirements/due">Training due, and places planned</Link>
      </P>
    </>
  )

/** Whose standing is another after a change: how many by rule, and who. */
export const Turns = ({ turns, due, places, day, labels, children }: TurnsProps) => {
  if (turns.length === 0)
    return (
      <>
        <P>
          Nobody’s standing changes: on {sayDay(day)}, by what we know today, all{' '}
          {counted(places.length, 'school and setting', 'schools and settings')} stand as before.
        </P>
        <People due={due} labels={labels} />
        {children}
      </>
    )
  const names = new Map(places.map((place) => [place.id, place]))
  const groups = [...Map.groupBy(turns, ({ requirementId, from, to }) => `${requirementId} ${from.group} ${to.group}`).values()]
  return (
    <>
      <Heading>Whose standing changes</Heading>
      <P>
        On {sayDay(day)}, by what we know today: {new Set(turns.map(({ rootId }) => rootId)).size} of{' '}
        {counted(places.length, 'school and setting', 'schools and settings')}.
      </P>
      <Table
        caption="By rule"
        columns={['Rule', 'Until then', 'From then', { text: 'How many', numeric: true }]}
        rows={groups.flatMap((own) => {
          const [first] = own
          if (!first) return []
          return [
            [
              labels.get(first.requirementId) ?? '',
              first.from.group,
              first.from.group === first.to.group ? `${first.to.group}, with another day` : first.to.group,
              String(own.length),
            ],
          ]
        })}
      />
      <People due={due} labels={labels} />
      {children}
      <Table
        caption={turns.length > mostNamed ? `The first ${mostNamed} of ${turns.length} changes` : 'Each change'}
        columns={['School or setting', 'Rule', 'Until then', 'From then']}
        rows={turns.slice(0, mostNamed).map(({ rootId, requirementId, from, to }) => {
          const place = names.get(rootId)
          return [
            place ? <Link href={`/organiser/schools/${rootId}/requirements`}>{schoolLabel(place)}</Link> : '',
            labels.get(requirementId) ?? '',
            from.says,
            to.says,
          ]
        })}
      />
    </>
  )
}
