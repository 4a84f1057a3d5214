import { sayDay, sayTime } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import { markWords } from '#base/standing.ts'
import { Choice } from '#base/web/field.tsx'
import { P } from '#base/web/page-parts.tsx'
import { inWords, listed } from '#base/words.ts'
import { chargedPence, type ListedPerson } from '../listed-person.ts'
import type { Absence } from '../register.ts'

const sayMarks = ({ marks }: ListedPerson, sessions: number): string[] =>
  [...Map.groupBy(marks, ({ markType }) => markType)].map(([markType, of]) =>
    sessions > 1 ? `${markWords[markType]}: ${listed(of.map(({ session }) => session))}` : markWords[markType],
  )

const sayStays = (stays: ListedPerson['stays']): string[] =>
  stays.map(({ from, to }) => `Arrived ${sayTime(from)}${to === null ? '' : `, left ${sayTime(to)}`}`)

const sayAbsence = ({ due, pence, unexpected }: Absence): string =>
  due ? `Charge: ${sayPence(pence)}` : `No charge: ${listed(unexpected.map((name) => name ?? 'somebody'))} came without a place`

const sayPerson = (person: ListedPerson, sessions: number): string =>
  [
    ...sayMarks(person, sessions),
    ...(person.is ? [markWords[person.is]] : []),
    ...sayStays(person.stays),
    ...(person.cannotComeAt === null ? [] : [`Told us on ${sayDay(person.cannotComeAt)} that they cannot come`]),
    ...(person.apologies ? ['Sent apologies'] : []),
    ...(person.absence ? [sayAbsence(person.absence)] : []),
  ].join('. ')

type PeopleToMarkProps = {
  groups: readonly (readonly [school: string, people: readonly ListedPerson[]])[]
  /** How many sessions the press is about: their titles are said where there are several. */
  sessions: number
  leftOut?: ReadonlySet<string>
  boxOf?: (person: ListedPerson) => string
}

/**
 * Everybody whom a press marks or charges, by school. Those whom it marks have a box: without its
 * tick they are not marked.
 */
export const PeopleToMark = ({ groups, sessions, leftOut = new Set(), boxOf = ({ key }) => key }: PeopleToMarkProps) => (
  <>
    {groups.map(([school, people]) => (
      <div class="govuk-form-group">
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{school}</legend>
          <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
            {people.map((person) => {
              const standing = sayPerson(person, sessions)
              return person.marks.length === 0 ? (
                <P>
                  {person.name}. {standing}
                </P>
              ) : (
                <Choice
                  type="checkboxes"
                  id={`mark-${person.key}`}
                  name="mark"
                  value={boxOf(person)}
                  checked={!leftOut.has(person.key)}
                  hint={standing}
                >
                  {person.name}
                </Choice>
              )
            })}
          </div>
        </fieldset>
      </div>
    ))}
  </>
)

/** What closing proposes to charge, in all. */
export const Charges = ({ absences }: { absences: readonly Absence[] }) => {
  const charged = absences.filter(({ due }) => due).length
  return charged === 0 ? null : (
    <P>
      Closing proposes a charge for {inWords(charged, 'place')} that nobody came to, {sayPence(chargedPence(absences))} in all, by the terms
      that their schools accepted. Finance reviews each before it is owed. Nobody is charged who is later corrected to have come.
    </P>
  )
}
