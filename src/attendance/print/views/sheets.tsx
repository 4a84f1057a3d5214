import { sayLongDay, sayTime, sayWhen } from '#base/dates.ts'
import { P, Small } from '#base/web/page-parts.tsx'
import { blankRows, type Maker, Sheet } from '#base/web/sheet.tsx'
import { counted } from '#base/words.ts'
import { roomOf, sayRoom } from '#calendars/invites/invite.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { aToZ, at, byWay, type Pack, type PersonOnPaper, perDay, perSchool, personName, workshopsOf } from '../pack.ts'
import { Printed } from './frame.tsx'

const Nobody = () => <P>Nobody has a place yet.</P>

/** What somebody is in besides what everyone attends, as `10:30am Records (Room 1)`. */
const chosenBy = ({ event }: Pack, { sessionIds }: PersonOnPaper): string =>
  workshopsOf(event)
    .filter(({ id }) => sessionIds.includes(id))
    .map((session) => `${sayTime(session.startsAt)} ${session.title}${sayRoom(session)}`)
    .join('; ')

type ToPrint = Pack & { maker: Maker }

const nameAndSchool = (person: PersonOnPaper) => [personName(person), schoolLabel({ ...person.school, urn: null })]

const hasWorkshops = ({ event }: Pack): boolean => workshopsOf(event).length > 0

export const NamesPage = (pack: ToPrint) => (
  <Printed {...pack} part="names">
    {pack.people.length === 0 ? (
      <Nobody />
    ) : (
      byWay(pack.people).map(({ way, people }) => (
        <Sheet
          caption={`${counted(people.length, 'person', 'people')} ${way || 'by last name'}`}
          columns={['Name', 'School', 'Role', ...(hasWorkshops(pack) ? ['Workshops'] : [])]}
          groups={[
            {
              rows: aToZ(people).map((person) => [
                ...nameAndSchool(person),
                person.role ?? '',
                ...(hasWorkshops(pack) ? [chosenBy(pack, person)] : []),
              ]),
            },
          ]}
        />
      ))
    )}
  </Printed>
)

export const SchoolsPage = (pack: ToPrint) => (
  <Printed {...pack} part="schools">
    {pack.people.length === 0 ? <Nobody /> : null}
    {perSchool(pack.people).map((of) =>
      byWay(of.people).map(({ way, people }) => (
        <Sheet
          caption={way ? `${of.label}: ${way}` : of.label}
          columns={['Name', 'Role', ...(hasWorkshops(pack) ? ['Workshops'] : [])]}
          groups={[
            {
              rows: people.map((person) => [
                personName(person),
                person.role ?? '',
                ...(hasWorkshops(pack) ? [chosenBy(pack, person)] : []),
              ]),
            },
          ]}
        />
      )),
    )}
  </Printed>
)

export const SignInPage = (pack: ToPrint) => (
  <Printed {...pack} part="sign-in">
    {perDay(pack).map(({ day, people }) => (
      <Sheet
        caption={sayLongDay(day)}
        columns={['Name', 'School']}
        groups={[{ rows: people.map(nameAndSchool) }, blankRows('your name, and your school with its town')]}
        signed={`${pack.event.title}, ${sayLongDay(day)}`}
      />
    ))}
    <Small>
      Enter this sheet into the registers by the end of the next working day: “Enter from a paper sheet”. Later entries are marked as late.
    </Small>
  </Printed>
)

export const WorkshopSheetsPage = (pack: ToPrint) => (
  <Printed {...pack} part="workshops">
    {hasWorkshops(pack) ? null : <P>This event has no workshops to choose from.</P>}
    {workshopsOf(pack.event).map((workshop) => {
      const people = aToZ(at(pack.people, workshop))
      return (
        <section class="muster-new-page" aria-labelledby={`w-${workshop.id}`}>
          <h2 class="govuk-heading-m muster-break" id={`w-${workshop.id}`}>
            {workshop.title}
          </h2>
          <P>
            {[sayWhen(workshop.startsAt, workshop.endsAt), roomOf(workshop), workshop.speakers.replaceAll('\n', '; ')]
              .filter(Boolean)
              .join('. ')}
          </P>
          {people.length === 0 ? (
            <P>Nobody is expected in the room yet.</P>
          ) : (
            <Sheet
              caption={`${counted(people.length, 'person', 'people')} in ${workshop.title}`}
              columns={['Name', 'School']}
              groups={[{ rows: people.map(nameAndSchool) }]}
              signed={`${workshop.title}, ${sayWhen(workshop.startsAt, workshop.endsAt)}`}
            />
          )}
        </section>
      )
    })}
  </Printed>
)
