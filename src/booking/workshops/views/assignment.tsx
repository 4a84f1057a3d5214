import { Button } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Assignment } from '../plan.ts'
import { sayPerson } from './people.tsx'

type AssignmentPageProps = {
  event: EventDetails
  block: string
  number: number
  assignment: Assignment
  /** Why the shown assignment was not done. */
  sentence?: string
}

/** Confirms an assignment: who goes where, and who fits nowhere. */
export const AssignmentPage = ({ event, block, number, assignment: { moves, without }, sentence }: AssignmentPageProps) => {
  const titles = new Map(event.sessions.map((session) => [session.id, session.title]))
  const at = `/organiser/events/${event.code}/workshops`
  return (
    <>
      <ErrorSummary problems={sentence ? { assignment: sentence } : {}} />
      <span class="govuk-caption-l muster-break">
        {event.title}: {block}
      </span>
      <h1 class="govuk-heading-l" id="assignment">
        Put those who have not chosen into workshops
      </h1>
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
          <form method="post" action={`${at}/assignment`}>
            <input type="hidden" name="block" value={String(number)} />
            {moves.map(({ placeId, to }) => (
              <input type="hidden" name="move" value={`${placeId} ${to}`} />
            ))}
            <div class="govuk-button-group">
              <Button>Put {moves.length === 1 ? 'this person' : `these ${moves.length} people`} into workshops</Button>
              <Link href={at}>Leave them as they are</Link>
            </div>
          </form>
        </>
      )}
      {without.length > 0 ? (
        <>
          <Heading>{counted(without.length, 'person fits', 'people fit')} nowhere</Heading>
          <P>Every workshop of the block is full, has begun, or is at the time of another workshop that they have.</P>
          <ul class="govuk-list govuk-list--bullet">
            {without.map((person) => (
              <li class="muster-break">
                {sayPerson(person)}, {person.school}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
