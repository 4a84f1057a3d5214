import { sayWhen } from '#base/dates.ts'
import { P, Small, Title } from '#base/web/page-parts.tsx'
import { bySchool, personName, type Register, registerTitle } from '../register.ts'

const blankRows = 8

/** A paper sign-in sheet: everyone expected in the room, by school, and rows for walk-ins. */
export const SheetPage = ({ register }: { register: Register }) => {
  const { session, people } = register
  const place = [session.venueName, session.venueAddress, session.venuePostcode].filter(Boolean).join(', ')
  return (
    <div class="muster-sheet">
      <p class="govuk-body muster-no-print">Print this page with your browser. Every page of the print repeats the heading of the table.</p>
      <Title>Sign-in sheet: {session.calledOffAt ? <s>{registerTitle(session)}</s> : registerTitle(session)}</Title>
      {session.calledOffAt ? <p class="govuk-body govuk-!-font-weight-bold">This session is called off. Nobody signs in to it.</p> : null}
      <P>
        {sayWhen(session.startsAt, session.endsAt)}
        {place ? `. ${place}` : ''}
      </P>
      <section class="muster-scroll" tabindex={0} aria-label="Sign-in sheet">
        <table class="govuk-table muster-sheet__table">
          <caption class="govuk-visually-hidden">Everyone expected, by school, with room to sign</caption>
          <thead class="govuk-table__head">
            <tr class="muster-sheet__running">
              <td colspan={4}>
                {registerTitle(session)}, {sayWhen(session.startsAt, session.endsAt)}
              </td>
            </tr>
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                Name
              </th>
              <th scope="col" class="govuk-table__header">
                Role
              </th>
              <th scope="col" class="govuk-table__header muster-sheet__time">
                Time in
              </th>
              <th scope="col" class="govuk-table__header muster-sheet__signature">
                Signature
              </th>
            </tr>
          </thead>
          {bySchool(people.filter(({ attendance, isReplaced }) => attendance !== 'online' && !isReplaced)).map((group) => (
            <tbody class="govuk-table__body">
              <tr class="govuk-table__row muster-sheet__school">
                <th scope="rowgroup" colspan={4} class="govuk-table__header">
                  {group.label}
                </th>
              </tr>
              {group.people.map((person) => (
                <tr class="govuk-table__row">
                  <td class="govuk-table__cell">{personName(person)}</td>
                  <td class="govuk-table__cell">{person.role}</td>
                  <td class="govuk-table__cell" />
                  <td class="govuk-table__cell" />
                </tr>
              ))}
            </tbody>
          ))}
          <tbody class="govuk-table__body">
            <tr class="govuk-table__row muster-sheet__school">
              <th scope="rowgroup" colspan={4} class="govuk-table__header">
                Not on the list: write your name, your role and your school with its town
              </th>
            </tr>
            {Array.from({ length: blankRows }, () => (
              <tr class="govuk-table__row">
                <td class="govuk-table__cell" />
                <td class="govuk-table__cell" />
                <td class="govuk-table__cell" />
                <td class="govuk-table__cell" />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="govuk-body muster-sheet__entered">
        Entered into the register by ______________________ on ____ / ____ / ________ at ____ : ____
      </p>
      <Small>Enter this sheet by the end of the next working day; later entries are marked as late.</Small>
    </div>
  )
}
