import { sayInstant, sayTime } from '#base/dates.ts'
import { Button, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { Caption, Details, ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { type JoiningPlace, type JoiningState, minutesBefore } from '../joining.ts'

/** For a link of no place, or of one that was cancelled or given to somebody else. */
export const NoJoinPage = () => (
  <Page>
    <Title>This link does not work</Title>
    <P>Either the place has been cancelled or given to somebody else, or part of the address is missing.</P>
    <P>The newest message about your place has a link that works. If you have none, ask whoever booked it.</P>
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

type JoinPageProps = {
  place: JoiningPlace
  token: string
  state: JoiningState
  /** A session has begun, so that others can have watched with them. */
  maySay: boolean
  problems?: Problems
  typed?: string
  watchers?: string
}

export const JoinPage = ({ place, token, state, maySay, problems, typed, watchers }: JoinPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>Join online</Caption>
    <h1 class="govuk-heading-l muster-break">{place.title}</h1>
    {state.state === 'open' ? (
      <>
        <P>When you press, we note that you came, and you go on to the meeting.</P>
        <form method="post" action={`/join/${token}`}>
          <input type="hidden" name="who" value="own" />
          <Button>I am {place.name}, join</Button>
        </form>
        <Details open={problems?.['name'] !== undefined} summary="I am somebody else">
          <form method="post" action={`/join/${token}`} novalidate>
            <input type="hidden" name="who" value="other" />
            <TextField
              name="name"
              label="Your name"
              hint={`The organiser sees that you joined instead of ${place.name}, or beside them.`}
              value={typed ?? ''}
              problems={problems}
            />
            <Button kind="secondary">Join under this name</Button>
          </form>
        </Details>
      </>
    ) : (
      <State state={state} />
    )}
    {maySay ? (
      <Details open={problems?.['names'] !== undefined} summary="Colleagues watch with me at this screen">
        <form method="post" action={`/join/${token}`} novalidate>
          <input type="hidden" name="who" value="together" />
          <TextArea
            name="names"
            label="Their names, one on each line"
            hint="As they are booked. Whoever of your school has a place can be marked as having watched with you, once the organiser has seen it."
            rows={3}
            value={watchers ?? ''}
            problems={problems}
          />
          <Button kind="secondary">They watch with me</Button>
        </form>
      </Details>
    ) : null}
    <p class="govuk-hint">This link is for {place.name} alone. Somebody who joins by it counts as having come in their place.</p>
  </Page>
)
