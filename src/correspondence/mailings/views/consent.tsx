import { sayDay, sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import type { Stop } from '#schools/schools/contact.ts'
import { type Consent, consents, mayTakeBack, type SaidConsent } from '../consent.ts'

const hows = {
  account: 'On this page',
  unsubscribe_link: 'By the link in a message',
  complaint: 'By reporting a message as unwanted',
} as const

const sayStatement = ({ given, topicId, topic }: SaidConsent): string =>
  topicId === '' ? (given ? 'Send me news' : 'No more news') : `${given ? 'Send me' : 'No more'} invitations on “${topic}”`

/** @param history of one address, the latest first */
const latestOf = (history: readonly SaidConsent[]): SaidConsent[] =>
  [...Map.groupBy(history, ({ topicId }) => topicId).values()].flatMap(([latest]) => latest ?? [])

type OwnMessagesPageProps = {
  email: string
  /** The latest first. */
  history: readonly SaidConsent[]
  /** Other addresses of the reader's schools that stopped invitations. */
  colleagues: readonly Stop[]
  councilName: string
}

export const OwnMessagesPage = ({ email, history, colleagues, councilName }: OwnMessagesPageProps) => {
  const latest = latestOf(history)
  const wants = consents(latest.find(({ topicId }) => topicId === ''))
  const stopped = latest.filter(({ topicId, given }) => topicId !== '' && given === 0)
  return (
    <>
      <Title>Messages to you</Title>
      <Heading>News of new conferences</Heading>
      <P>
        {wants
          ? `${councilName} writes to ${email} when new conferences can be booked.`
          : `${councilName} does not send news of new conferences to ${email}, because you have not asked for it.`}
      </P>
      <form method="post" action="/account/messages">
        <input type="hidden" name="news" value={wants ? 'no' : 'yes'} />
        <Button {...(wants ? { kind: 'secondary' as const } : {})}>
          {wants ? 'Stop news of new conferences' : 'Send me news of new conferences'}
        </Button>
      </form>
      <Heading>Invitations to training</Heading>
      <P>
        {councilName} invites each school and setting at one address. The link at the foot of an invitation stops those on its topic. A
        childminder gets invitations only after asking for news.
      </P>
      {stopped.map(({ topicId, topic }) => (
        <form method="post" action="/account/messages">
          <input type="hidden" name="topic" value={topicId} />
          <P>You stopped invitations on “{topic}”.</P>
          <Button kind="secondary">
            Send them again<span class="govuk-visually-hidden">: {topic}</span>
          </Button>
        </form>
      ))}
      {colleagues.map((one) => (
        <form method="post" action="/account/messages">
          <P>
            {one.email} stopped invitations on “{one.topic}” on {sayDay(one.at)}, so {councilName} sends none to{' '}
            {one.isOffice ? 'it' : 'them'}, and none to a colleague instead.
            {one.isOffice ? '' : ' Only they can ask for them again, on this page or with the link in the invitation.'}
          </P>
          {one.isOffice ? (
            <>
              <input type="hidden" name="topic" value={one.topicId} />
              <input type="hidden" name="email" value={one.email} />
              <Button kind="secondary">
                Send them again
                <span class="govuk-visually-hidden">
                  : {one.topic}, {one.email}
                </span>
              </Button>
            </>
          ) : null}
        </form>
      ))}
      <Heading>Messages that you always get</Heading>
      <P>
        Messages about what you or your school has booked, such as invitations and changes, and notices that the council must give, such as
        a change of safeguarding procedures.
      </P>
      {history.length > 0 ? (
        <Table
          caption="What you have said"
          columns={['When', 'What', 'How']}
          rows={history.map((one) => [sayInstant(one.at), sayStatement(one), hows[one.how]])}
        />
      ) : null}
    </>
  )
}

/** What a link stops: news, or invitations on a topic. */
const whatOf = ({ topicId, topic }: { topicId: string; topic: string }): string =>
  topicId === '' ? 'news of new conferences' : `invitations on “${topic}”`

type UnsubscribePageProps = {
  token: string
  link: { topicId: string; topic: string; standing: Consent | undefined }
  councilName: string
}

export const UnsubscribePage = ({ token, link, councilName }: UnsubscribePageProps) =>
  consents(link.standing, link.topicId) ? (
    <>
      <Title>Stop {whatOf(link)}?</Title>
      <P>
        {councilName} will then send no more of {link.topicId === '' ? 'it' : 'them'} to your address. Messages about what you have booked,
        and notices that the council must give, still come.
      </P>
      <form method="post" action={`/unsubscribe/${token}`}>
        <Button>Stop these messages</Button>
      </form>
    </>
  ) : (
    <>
      <Title>You get no {whatOf(link)}</Title>
      <P>Messages about what you have booked, and notices that the council must give, still come.</P>
      {mayTakeBack(link.standing) ? (
        <form method="post" action={`/unsubscribe/${token}/undo`}>
          <Button kind="secondary">Undo: send them again</Button>
        </form>
      ) : null}
    </>
  )

export const NoLinkPage = () => (
  <>
    <Title>This link does not work</Title>
    <P>
      Open the link at the foot of the message again. You can also <Link href="/account/messages">sign in and stop the messages</Link>, or
      answer the message and ask.
    </P>
  </>
)
