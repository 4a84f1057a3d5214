import { sayDay } from '#base/dates.ts'
import { Button, DayField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Caption, Details, ErrorSummary, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { addressOf, type ComingEvent, type ListedSchool, type Listing } from '../list.ts'

type Titled = Listing & { title: string }

const Chosen = ({ chosen, id, list, act }: { chosen: readonly ListedSchool[]; id: string; list: Titled; act: 'message' | 'hold' }) => (
  <>
    <input type="hidden" name="of" value={list.of} />
    <input type="hidden" name="id" value={id} />
    <input type="hidden" name="do" value={act} />
    <input type="hidden" name="sure" value="yes" />
    {chosen.map((school) => (
      <input type="hidden" name="schools" value={school.id} />
    ))}
    <Details summary={`Which schools: ${chosen.length}`}>
      <ul class="govuk-list">
        {chosen.map((school) => (
          <li>{schoolLabel(school)}</li>
        ))}
      </ul>
    </Details>
  </>
)

type MessageCheckPageProps = {
  list: Titled
  chosen: readonly ListedSchool[]
  id: string
  events: readonly ComingEvent[]
  problems?: Problems | undefined
}

export const MessageCheckPage = ({ list, chosen, id, events, problems }: MessageCheckPageProps) => {
  const begun = chosen.filter(({ chased }) => chased === 0).length
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{list.title}</Caption>
      <Title>Prepare a message</Title>
      <P>
        A message to {counted(chosen.length, 'school')} is written for you, at one address each. Nothing is sent before you have read it,
        seen who gets it and sent it, and nothing to a school that answers before. It costs nothing.
      </P>
      <P>
        {begun === 0 ? 'All of them are followed up about this already.' : `You begin to follow up ${counted(begun, 'school')} about this.`}{' '}
        The ladder of each school notes “written to” when its message goes.
      </P>
      <form method="post" action={addressOf(list)}>
        <Chosen chosen={chosen} id={id} list={list} act="message" />
        {events.length > 0 ? (
          <Select
            name="event"
            label="Offer an event"
            hint="Then it is an invitation to training. Schools that have booked the event are left out."
            value=""
            options={[
              { value: '', text: 'No event' },
              ...events.map(({ code, title, startsAt }) => ({ value: code, text: `${title}, ${sayDay(startsAt)}` })),
            ]}
            problems={problems}
          />
        ) : null}
        <Button>Prepare the message</Button>
      </form>
    </Page>
  )
}

type HoldCheckPageProps = {
  list: Titled
  chosen: readonly ListedSchool[]
  id: string
  events: readonly ComingEvent[]
  typed: Readonly<Record<string, string | undefined>>
  problems?: Problems | undefined
}

export const HoldCheckPage = ({ list, chosen, id, events, typed, problems }: HoldCheckPageProps) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{list.title}</Caption>
      <Title>Reserve places for these schools</Title>
      <P>
        Only {counted(chosen.length, 'school')} can then book these places, until they are released to everyone. No school is told of it,
        and none is charged before it books.
      </P>
      {events.length === 0 ? (
        <P>No event is to come.</P>
      ) : (
        <form method="post" action={addressOf(list)} novalidate>
          <Chosen chosen={chosen} id={id} list={list} act="hold" />
          <Select
            label="Event"
            {...field('event')}
            options={[
              { value: '', text: 'Choose' },
              ...events.map(({ code, title, startsAt, free }) => ({
                value: code,
                text: `${title}, ${sayDay(startsAt)} (${counted(Math.max(0, free), 'place')} not taken)`,
              })),
            ]}
          />
          <TextField label="How many places" {...field('places')} />
          <DayField label="Released to everyone on" {...field('releaseDate')} />
          <TextField label="At what time, such as 15:00" {...field('releaseTime')} />
          <Button>Reserve the places</Button>
        </form>
      )}
    </Page>
  )
}
