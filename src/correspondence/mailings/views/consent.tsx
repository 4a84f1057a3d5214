import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Table } from '#base/web/page-parts.tsx'
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
      <h1 class="govuk-heading-l">Messages to you</h1>
      <h2 class="govuk-heading-m">News of new conferences</h2>
      <p class="govuk-body">
        {wants
          ? `${councilName} writes to ${email} when new conferences can be booked.`
          : `${councilName} does not send news of new conferences to ${email}, because you have not asked for it.`}
      </p>
      <form method="post" action="/account/messages">
        <input type="hidden" name="news" value={wants ? 'no' : 'yes'} />
        <Button {...(wants ? { kind: 'secondary' as const } : {})}>
          {wants ? 'Stop news of new conferences' : 'Send me news of new conferences'}
        </Button>
      </form>
      <h2 class="govuk-heading-m">What comes in any case</h2>
      <p class="govuk-body">
        Messages about what you or your school has booked, such as invitations and changes, and notices that the council must give, such as
        a change of safeguarding procedures.
      </p>
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
      <h1 class="govuk-heading-l">Stop news of new conferences?</h1>
      <p class="govuk-body">
        {councilName} will then send no more of it to your address. Messages about what you have booked, and notices that the council must
        give, still come.
      </p>
      <form method="post" action={`/unsubscribe/${token}`}>
        <Button>Stop these messages</Button>
      </form>
    </>
  ) : (
    <>
      <h1 class="govuk-heading-l">You get no news of new conferences</h1>
      <p class="govuk-body">Messages about what you have booked, and notices that the council must give, still come.</p>
      {mayTakeBack(standing) ? (
        <form method="post" action={`/unsubscribe/${token}/undo`}>
          <Button kind="secondary">I did not mean to: send them again</Button>
        </form>
      ) : null}
    </>
  )

export const NoLinkPage = () => (
  <>
    <h1 class="govuk-heading-l">This link does not work</h1>
    <p class="govuk-body">
      Open the link at the foot of the message again. You can also{' '}
      <a class="govuk-link" href="/account/messages">
        sign in and stop the messages
      </a>
      , or answer the message and ask.
    </p>
  </>
)
