import { sayWhen } from '#base/dates.ts'
import { P, Small, Title } from '#base/web/page-parts.tsx'
import { blankRows, Letterhead, type Maker, PrintHint, Sheet } from '#base/web/sheet.tsx'
import { bySchool, personName, type Register, registerTitle } from '../register.ts'

/** A paper sign-in sheet: everyone expected in the room, by school, and rows for walk-ins. */
export const SheetPage = ({ register: { session, people }, maker }: { register: Register; maker: Maker }) => {
  const place = [session.venueName, session.venueAddress, session.venuePostcode].filter(Boolean).join(', ')
  const title = registerTitle(session)
  const when = sayWhen(session.startsAt, session.endsAt)
  const expected = bySchool(people.filter(({ attendance, isReplaced }) => attendance !== 'online' && !isReplaced))
  return (
    <div class="muster-sheet">
      <PrintHint />
      <Letterhead maker={maker} />
      <Title>Sign-in sheet: {session.calledOffAt ? <s>{title}</s> : title}</Title>
      {session.calledOffAt ? <p class="govuk-body govuk-!-font-weight-bold">This session is called off. Nobody signs in to it.</p> : null}
      <P>{[when, place].filter(Boolean).join('. ')}</P>
      <Sheet
        caption="Everyone expected, by school"
        columns={['Name', 'Role']}
        groups={[
          ...expected.map((group) => ({
            heading: group.label,
            rows: group.people.map((person) => [personName(person), person.role ?? '']),
          })),
          blankRows('your name, your role and your school with its town'),
        ]}
        signed={`${title}, ${when}`}
      />
      <P>Entered into the register by ______________________ on ____ / ____ / ________ at ____ : ____</P>
      <Small>Enter this sheet by the end of the next working day; later entries are marked as late.</Small>
    </div>
  )
}
