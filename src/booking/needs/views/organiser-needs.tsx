import { type Day, sayDay } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { Heading, Inset, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AccessMatter } from '../access.ts'
import { accessChoices, countsOf, dietaryChoices, keptDays, lastKeptDay, lineOf, linesOf, type Needs, type Stated } from '../need.ts'
import { KeptCounts, Matters } from './access.tsx'

/** Below this many people even a nameless line may identify somebody. */
const fewPeople = 20

const Kept = ({ event }: { event: EventDetails }) => {
  const day = lastKeptDay(event)
  return (
    <P>
      All of this is deleted {keptDays} days after the event{day ? `, after ${sayDay(day)}` : ''}. Delete or shred copies by then, and ask
      the caterer to do the same.
    </P>
  )
}

type NeedsSheetProps = {
  event: EventDetails
  confirmed: number
  needs: readonly Needs[]
  matters: readonly AccessMatter[]
  counts: readonly { kind: string; people: number }[]
  today: Day
}

export const NeedsSheet = ({ event, confirmed, needs, matters, counts: kept, today }: NeedsSheetProps) => {
  const at = `/organiser/events/${event.code}/needs`
  const lines = linesOf(needs.map(({ dietary }) => lineOf(dietary, dietaryChoices)).filter(Boolean))
  const counts = countsOf(needs)
  const people = lines.reduce((sum, line) => sum + line.people, 0)
  const access = needs.filter(({ access: stated }) => lineOf(stated, accessChoices) !== '').length
  return (
    <>
      <p class="govuk-body muster-no-print">
        Everyone with a place is asked, on a page that only they can open, what they need to eat and to take part. Nobody has to answer.
        Only organisers and administrators see this page.
      </p>
      <Heading>For the caterer</Heading>
      {lines.length === 0 ? (
        <P>
          None of the {counted(confirmed, 'person', 'people')} with a place has told us about food yet. They can until the event is over.
        </P>
      ) : (
        <>
          <P>
            {counted(people, 'person', 'people')} of {sayNumber(confirmed)} told us about food. One line is what one person needs, all
            together: whoever is vegan and has a nut allergy is one line, not two.
          </P>
          <Table
            caption="What people need, each line as often as stated"
            captionClass="govuk-table__caption--s"
            columns={['Needs', { text: 'People', numeric: true }]}
            rows={lines.map(({ line, people: of }) => [<span class="muster-answer">{line}</span>, sayNumber(of)])}
          />
          {counts.length > 0 ? (
            <Table
              caption="How many ticked each (somebody with several is in several rows)"
              captionClass="govuk-table__caption--s"
              columns={['Need', { text: 'People', numeric: true }]}
              rows={counts.map(({ line, people: of }) => [line, sayNumber(of)])}
            />
          ) : null}
          <Inset>
            There are no names here.{' '}
            {confirmed < fewPeople
              ? `With only ${counted(confirmed, 'person', 'people')} at the event a line can still tell who somebody is: give it to nobody but the caterer.`
              : 'A rare need can still tell who somebody is: give it to nobody but the caterer.'}
          </Inset>
          <Files at={at} query="" says="Download for the caterer" />
        </>
      )}
      <Kept event={event} />
      <div class="muster-no-print">
        <Heading>Access needs</Heading>
        {access === 0 ? (
          <P>{kept.length > 0 ? 'What people told us is deleted.' : 'Nobody has told us what they need to take part.'}</P>
        ) : (
          <>
            <Matters matters={matters} event={event} today={today} />
            <P>
              <Link href={`${at}/access`}>See it, with names</Link>
            </P>
          </>
        )}
        <KeptCounts counts={kept} />
      </div>
    </>
  )
}

export const BeforeNames = () => (
  <>
    <P>
      The next page says who needs what to take part. Names are shown because somebody has to greet them and see to it. It can tell of
      people’s health: make sure that nobody else sees your screen, and look only if you have to arrange it.
    </P>
    <P>The log says that you looked. Food is not on it: the caterer’s lines have no names.</P>
  </>
)

export type NamedNeed = { name: string | null; school: string; town: string; urn: string | null; access: Stated<string> }

export const AccessPage = ({ event, people }: { event: EventDetails; people: readonly NamedNeed[] }) => (
  <>
    <Title>Access needs, with names</Title>
    <P>For those who greet people and see to it. Not for the caterer, and not to be passed on.</P>
    {people.length === 0 ? (
      <P>Nobody has told us what they need to take part.</P>
    ) : (
      <Table
        caption="Who needs what"
        captionClass="govuk-visually-hidden"
        columns={['Name', 'School', 'Needs']}
        rows={people.map((person) => [
          person.name ?? 'Name erased',
          schoolLabel({ name: person.school, town: person.town, urn: person.urn }),
          <span class="muster-answer">
            {[...person.access.choices.map((choice) => accessChoices[choice as keyof typeof accessChoices] ?? choice), person.access.words]
              .filter(Boolean)
              .join('\n')}
          </span>,
        ])}
      />
    )}
    <Kept event={event} />
  </>
)
