import type { Child } from 'hono/jsx'
import { P } from '#base/web/page-parts.tsx'

type MailboxProps = { email: string; form: Child }

/** Asked once of an address that looks shared, and changed on the account page. */
export const SharedMailbox = ({ email, form }: MailboxProps) => (
  <>
    <P>
      You are signed in as <strong class="muster-break">{email}</strong>. If several people read it, each says their name once when they
      sign in, so that everyone can see later who booked. Anybody who reads the mailbox can go on booking from it.
    </P>
    {form}
  </>
)

/** Who acts from a shared mailbox, asked once per sign-in. */
export const WhoActs = ({ email, form }: MailboxProps) => (
  <>
    <P>
      Several people read <strong class="muster-break">{email}</strong>. We ask once each time somebody signs in, and write down who booked
      or confirmed colleagues. Your colleagues and the council can see it.
    </P>
    {form}
  </>
)
