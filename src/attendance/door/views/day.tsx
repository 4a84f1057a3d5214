import { listPeople } from '#attendance/attendance/listed-person.ts'
import { Charges, PeopleToMark } from '#attendance/attendance/views/people.tsx'
import { sayTime } from '#base/dates.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Bullets, Caption, Heading, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { type DayToClose, type RegisterToClose, titleOf } from '../close-day.ts'
import type { DoorEvent } from '../day.ts'
import { nameOf, type PersonAtDoor } from '../people.ts'

type DayToSignProps = { event: DoorEvent; day: DayToClose; leftOut: ReadonlySet<string> }

export const DayToSign = ({ event, day: { registers, people, absences, disagreeing, seen }, leftOut }: DayToSignProps) => {
  const most = (of: (one: RegisterToClose) => number): number => Math.max(0, ...registers.map(of))
  const [notSeen, joined, unheard] = [most((one) => one.notSeen), most((one) => one.joined), most((one) => one.unheard)]
  const groups = listPeople(people, absences)
  const open = registers.filter(({ closes }) => !closes)
  return (
    <div id="figures">
      <Table
        caption="What you sign off"
        columns={['Session', ...markTypes.map((markType) => ({ text: markWords[markType], numeric: true as const }))]}
        rows={registers.map(({ session, figures, closes }) => [
          `${titleOf(session)}${closes ? '' : ' (stays open)'}`,
          ...markTypes.map((markType) => String(figures[markType])),
        ])}
      />
      {notSeen > 0 ? (
        <P>{atStart(notSeen, 'person was', 'people were')} not seen at check-in at most, and so are marked as not attending.</P>
      ) : null}
      {joined > 0 ? (
        <P>{atStart(joined, 'person', 'people')} joined online, and for how long no report says: they are marked as there in part.</P>
      ) : null}
      {unheard > 0 ? (
        <P>
          {atStart(unheard, 'person has', 'people have')} a place online, and nothing shows that they joined: they are marked as not
          attending.
        </P>
      ) : null}
      {joined + unheard > 0 ? <P>If there is a report of the meeting, import it before you sign off.</P> : null}
      {disagreeing.length > 0 ? (
        <>
          <Heading>Which is right?</Heading>
          <P>These people arrived, and were marked as not there. Answer at check-in before you sign off.</P>
          <Bullets>
            {disagreeing.map(({ name, session, from, markType }) => (
              <li>
                {name}, {session}: arrived at {sayTime(from)}, marked “{markWords[markType]}”
              </li>
            ))}
          </Bullets>
          <P>
            <Link href={`/door/${event.code}`}>Check-in</Link>
          </P>
        </>
      ) : null}
      <Charges absences={absences} />
      {groups.length > 0 ? (
        <>
          <Heading>Who is marked now</Heading>
          <P>Take away the tick of anyone who should not be marked. A register they are on stays open until you mark them.</P>
          <PeopleToMark groups={groups} sessions={registers.length} leftOut={leftOut} boxOf={({ key }) => key} />
        </>
      ) : null}
      {open.length > 0 ? <P>{atStart(open.length, 'register stays', 'registers stay')} open: mark those you left out there.</P> : null}
      <P>Every register is signed off in your name. What is changed later needs a reason and is shown as a correction.</P>
      <input type="hidden" name="seen" value={seen} />
      {people.map(({ key }) => (
        <input type="hidden" name="person" value={key} />
      ))}
      {people.map(({ key }) => (leftOut.has(key) ? <input type="hidden" name="left" value={key} /> : null))}
    </div>
  )
}

/** Who came and has not left, by last name, to be read out. */
export const EvacuationPage = ({ event, people, at }: { event: DoorEvent; people: readonly PersonAtDoor[]; at: Date }) => (
  <Page>
    <Caption>{event.title}</Caption>
    <Title>Evacuation list</Title>
    <P>
      {atStart(people.length, 'person has', 'people have')} arrived and not left, as known at {sayTime(at)}.
    </P>
    <ol class="govuk-list govuk-list--number">
      {people.map((person) => (
        <li>
          <strong>{nameOf(person)}</strong>, {person.school?.label ?? person.organisation}
        </li>
      ))}
    </ol>
  </Page>
)
