import type { Child } from 'hono/jsx'
import { Bullets, Heading, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type Assignment, sayPerson } from '../plan.ts'

type AssignmentPageProps = { event: EventDetails; assignment: Assignment; form: Child }

/** Confirms an assignment: who goes where, and who fits nowhere. */
export const AssignmentPage = ({ event, assignment: { moves, without }, form }: AssignmentPageProps) => {
  const titles = new Map(event.sessions.map((session) => [session.id, session.title]))
  return (
    <>
      {moves.length === 0 ? (
        <P>{without.length === 0 ? 'Everyone with a place has chosen.' : 'Nobody fits into what is left.'}</P>
      ) : (
        <>
          <P>
            In the order in which they booked, each goes into the workshop with most places left. Nobody who has chosen is moved. Each of
            them gets an entry for their calendar, and can choose another workshop while choosing is open.
          </P>
          <Table
            caption={counted(moves.length, 'person', 'people')}
            columns={['Name', 'School', 'Workshop']}
            rows={moves.map(({ person, to }) => [sayPerson(person), person.school, titles.get(to) ?? ''])}
          />
          {form}
        </>
      )}
      {without.length > 0 ? (
        <>
          <Heading>{counted(without.length, 'person fits', 'people fit')} nowhere</Heading>
          <P>Every workshop of the block is full, has begun, or is at the time of another workshop that they have.</P>
          <Bullets>
            {without.map((person) => (
              <li class="muster-break">
                {sayPerson(person)}, {person.school}
              </li>
            ))}
          </Bullets>
        </>
      ) : null}
    </>
  )
}
