import type { Child } from 'hono/jsx'
import { sayInstant, sayTime } from '#base/dates.ts'
import { type FormButton, TextArea, TextField } from '#base/web/field.tsx'
import { text } from '#base/web/form.ts'
import { Details, Link, P, Page, Small, Title } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import { type JoiningPlace, type JoiningState, minutesBefore } from '../joining.ts'

/** For a link of no place, or of one that was cancelled or given to somebody else. */
export const NoJoinPage = () => (
  <Page>
    <Title>This link does not work</Title>
    <P>Either the place has been cancelled or given to somebody else, or part of the address is missing.</P>
    <P>The newest message about your place has a link that works. If you have none, ask the person who booked it.</P>
    <P>
      <Link href="/events">See the events</Link>
    </P>
  </Page>
)

const closed: Record<Exclude<JoiningState['state'], 'open' | 'early'>, string> = {
  over: 'It is over.',
  cancelled: 'The event is cancelled.',
  no_link: 'The link to the meeting is not known yet. Come back to this page: it will lead there as soon as it is.',
  in_person: 'Your place is not online: the message about it says where the event is.',
}

const State = ({ state }: { state: Exclude<JoiningState, { state: 'open' }> }) =>
  state.state === 'early' ? (
    <P>
      It begins on {sayInstant(state.startsAt)}, UK time. You can join by this page from {minutesBefore} minutes before, at{' '}
      {sayTime(state.from)}.
    </P>
  ) : (
    <P>{closed[state.state]}</P>
  )

/** Who says that they came. */
export type Who = 'own' | 'other' | 'together'

export const joinButtons: Record<Who, (place: JoiningPlace) => readonly FormButton[]> = {
  own: ({ name }) => [{ text: `I am ${name}, join` }],
  other: () => [{ text: 'Join under this name', kind: 'secondary' }],
  together: () => [{ text: 'They watch with me', kind: 'secondary' }],
}

export const JoinFields = ({ place, who, body, problems }: Typed & { place: JoiningPlace; who: Who }) => (
  <>
    <input type="hidden" name="who" value={who} />
    {who === 'other' ? (
      <TextField
        name="name"
        label="Your name"
        hint={`The organiser sees that you joined instead of ${place.name}, or beside them.`}
        value={text(body, 'name')}
        problems={problems}
      />
    ) : who === 'together' ? (
      <TextArea
        name="names"
        label="Their names, one on each line"
        hint="As they are booked"
        rows={3}
        value={text(body, 'names')}
        problems={problems}
      />
    ) : null}
  </>
)

type JoinPageProps = {
  place: JoiningPlace
  state: JoiningState
  /** A session has begun, so that others can have watched with them. */
  maySay: boolean
  /** Of whom a form was refused. */
  opened: string
  form: (who: Who) => Child
}

export const JoinPage = ({ place, state, maySay, opened, form }: JoinPageProps) => (
  <>
    {state.state === 'open' ? (
      <>
        <P>When you press, we note that you came, and you go on to the meeting.</P>
        {form('own')}
        <Details open={opened === 'other'} summary="I am somebody else">
          {form('other')}
        </Details>
      </>
    ) : (
      <State state={state} />
    )}
    {maySay ? (
      <Details open={opened === 'together'} summary="Colleagues watch with me at this screen">
        <P>People of your school who have a place can be marked as having watched with you, once the organiser has seen it.</P>
        {form('together')}
      </Details>
    ) : null}
    <Small>This link is for {place.name} alone. Somebody who joins by it counts as having come in their place.</Small>
  </>
)
