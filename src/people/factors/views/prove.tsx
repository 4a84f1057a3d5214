import type { Child } from 'hono/jsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { codeMinutes } from '#people/sign-in/sign-in.ts'

export const whyProve =
  'You are about to do something that could do harm if somebody else sat at your keyboard. Nothing has been done yet; you come back to the page you were on.'

export const toSend = (email: string) => (
  <p class="govuk-body" id="code">
    We will send a 6-digit code to <strong class="muster-break">{email}</strong>.
  </p>
)

export const EnterProof = ({ email, form }: { email: string; form: Child }) => (
  <>
    <P>
      We have sent a code to <strong class="muster-break">{email}</strong>. It works for {codeMinutes} minutes in this browser.
    </P>
    {form}
    <P>
      <Link href="/account/prove">Send another code</Link>
    </P>
  </>
)
