import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { codeMinutes } from '#people/sign-in/sign-in.ts'

const why =
  'You are about to do something that could do harm if somebody else sat at your keyboard. Nothing has been done yet; you come back to the page you were on.'

export const AskProofPage = ({ email, next, problems }: { email: string; next: string | undefined; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Confirm that it is you</Title>
    <P>{why}</P>
    <form method="post" action="/account/prove" id="code">
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <P>
        We will send a 6-digit code to <strong class="muster-break">{email}</strong>.
      </P>
      <Button>Send me a code</Button>
    </form>
  </Page>
)

export const EnterProofPage = ({ email, problems }: { email: string; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Confirm that it is you</Title>
    <P>
      We have sent a code to <strong class="muster-break">{email}</strong>. It works for {codeMinutes} minutes in this browser.
    </P>
    <form method="post" action="/account/prove/code" novalidate>
      <TextField name="code" label="6-digit code" width={10} autocomplete="one-time-code" inputmode="numeric" problems={problems} />
      <Button>Continue</Button>
    </form>
    <P>
      <Link href="/account/prove">Send another code</Link>
    </P>
  </Page>
)
