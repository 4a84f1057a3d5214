import { sayInstant } from '#base/dates.ts'
import { Address, Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { sayAddressProblem, type Unreached } from '../address-problem.ts'

export const UnreachedPeople = ({ people }: { people: readonly (Unreached & { telephone: string | null })[] }) =>
  people.length === 0 ? (
    <P>Every address of this event works, as far as we know. That says nothing of who has read it.</P>
  ) : (
    <>
      <P>
        Do not count on these people knowing of the event or its changes. Another contact of each school has been written to, where there is
        one. When an address is corrected, what was missed is sent by itself.
      </P>
      <Table
        caption="People, by school"
        captionClass="govuk-visually-hidden"
        columns={['Person', 'What happened', 'Put it right']}
        rows={people.map((person) => {
          const name = person.name ?? 'A contact without a name'
          return [
            <>
              {name}
              <div class="govuk-!-font-weight-regular">
                <Address email={person.email} />
              </div>
              {person.telephone ? <div class="govuk-!-font-weight-regular">{person.telephone}</div> : null}
              <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">
                {schoolLabel({ name: person.schoolName, town: person.town, urn: person.urn })}
              </div>
            </>,
            <>
              {sayAddressProblem[person.kind]}, since {sayInstant(person.at)}.
              {person.role === 'contact' ? <div>Gets the messages about the booking.</div> : null}
            </>,
            <>
              <div>
                <Link href={`/bookings/${person.reference}`}>
                  Booking {person.reference}
                  <VisuallyHidden> of {name}</VisuallyHidden>
                </Link>
              </div>
              {person.placeId ? (
                <div>
                  <Link href={`/bookings/${person.reference}/places/${person.placeId}/correct`}>
                    Correct<VisuallyHidden> the address of {name}</VisuallyHidden>
                  </Link>
                </div>
              ) : null}
              <div>
                <Link href={`/organiser/addresses/${person.troubleId}`}>
                  History<VisuallyHidden> of the address of {name}</VisuallyHidden>
                </Link>
              </div>
            </>,
          ]
        })}
      />
    </>
  )
