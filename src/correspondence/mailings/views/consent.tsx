import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { type Consent, consents, mayTakeBack } from '../consent.ts'

const hows = {
  account: 'On this page',
  unsubscribe_link: 'By the link in a message',
  complaint: 'By reporting a message as unwanted',
} as const

export const OwnMessagesPage = ({
  email,
  history,
  councilName,
}: {
  email: string
  /** The latest first. */
  history: readonly Consent[]
  councilName: string
}) => {
  const wants = consents(history[0])
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
      <Heading>Messages that you always get</Heading>
      <P>
        Messages about what you or your school has booked, such as invitations and changes, and notices that the council must give, such as
        a change of safeguarding procedures.
      </P>
      {history.length > 0 ? (
        <Table
          caption="What you have said"
          columns={['When', 'What', 'How']}
          rows={history.map((one) => [sayInstant(one.at), one.given ? 'Send me news' : 'No more news', hows[one.how]])}
        />
      ) : null}
    </>
  )
}

export const UnsubscribePage = ({ token, standing, councilName }: { token: string; standing: Consent | undefined; councilName: string }) =>
  consents(standing) ? (
    <>
      <Title>Stop news of new conferences?</Title>
      <P>
        {councilName} will then send no more of it to your address. Messages about what you have booked, and notices that the council must
        give, still come.
      </P>
      <form method="post" action={`/unsubscribe/${token}`}>
        <Button>Stop these messages</Button>
      </form>
    </>
  ) : (
    <>
      <Title>You get no news of new conferences</Title>
      <P>Messages about what you have booked, and notices that the council must give, still come.</P>
      {mayTakeBack(standing) ? (
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
