import type { Child } from 'hono/jsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import { Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import type { Stop } from '#schools/schools/contact.ts'
import { consents, type SaidConsent } from '../consent.ts'

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

type OwnMessagesProps = {
  email: string
  history: readonly SaidConsent[]
  /** Other addresses of the reader's schools that stopped invitations. */
  colleagues: readonly Stop[]
  councilName: string
  say: (asks: Asks) => Child
}

/** What a form of the page asks for: news or none, or invitations on a topic again. */
export type Asks = { news?: 'yes' | 'no'; topic?: Pick<SaidConsent, 'topicId' | 'topic'>; email?: string }

export const OwnMessages = ({ email, history, colleagues, councilName, say }: OwnMessagesProps) => {
  const latest = latestOf(history)
  const wants = consents(latest.find(({ topicId }) => topicId === ''))
  const stopped = latest.filter(({ topicId, given }) => topicId !== '' && given === 0)
  return (
    <>
      <Heading>News of new conferences</Heading>
      <P>
        {wants
          ? `${councilName} writes to ${email} when new conferences can be booked.`
          : `${councilName} does not send news of new conferences to ${email}, because you have not asked for it.`}
      </P>
      {say({ news: wants ? 'no' : 'yes' })}
      <Heading>Invitations to training</Heading>
      <P>
        {councilName} invites each school and setting at one address. The link at the foot of an invitation stops those on its topic. A
        childminder gets invitations only after asking for news.
      </P>
      {stopped.map((topic) => (
        <>
          <P>You stopped invitations on “{topic.topic}”.</P>
          {say({ topic })}
        </>
      ))}
      {colleagues.map((one) => (
        <>
          <P>
            {one.email} stopped invitations on “{one.topic}” on {sayDay(one.at)}, so {councilName} sends none to{' '}
            {one.isOffice ? 'it' : 'them'}, and none to a colleague instead.
            {one.isOffice ? '' : ' Only they can ask for them again, on this page or with the link in the invitation.'}
          </P>
          {one.isOffice ? say({ topic: one, email: one.email }) : null}
        </>
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
export const whatOf = ({ topicId, topic }: { topicId: string; topic: string }): string =>
  topicId === '' ? 'news of new conferences' : `invitations on “${topic}”`

/** What follows from pressing, or still comes. */
export const Follows = ({ isSent, topicId, councilName }: { isSent: boolean; topicId: string; councilName: string }) =>
  isSent ? (
    <P>
      {councilName} will then send no more of {topicId === '' ? 'it' : 'them'} to your address. Messages about what you have booked, and
      notices that the council must give, still come.
    </P>
  ) : (
    <P>Messages about what you have booked, and notices that the council must give, still come.</P>
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
