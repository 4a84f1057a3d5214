import type { Child } from 'hono/jsx'
import { type Council, sayContact } from '#base/council.ts'
import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { Address, Bullets, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { UndoReason } from '../undo-email.ts'
import { undoEmailRefusals } from './refusals.tsx'

export const UndoAddress = (props: { email: string; changedAt: Instant; until: Instant; form: Child }) => (
  <>
    <P>Your code was right, but you are not signed in.</P>
    <P>
      On {sayInstant(props.changedAt)} the account that signed in with{' '}
      <strong>
        <Address email={props.email} />
      </strong>{' '}
      was given another address. If that was not you, undo it:
    </P>
    <Bullets>
      <li>the account has this address again, and every later change is undone too</li>
      <li>it is signed out everywhere, and the next person to sign in needs a code from this mailbox</li>
      <li>
        what was set up after the change to sign in or to read along ends: sign-ins elsewhere, second factors, printed codes and calendar
        addresses
      </li>
      <li>bookings, places and roles stay as they are</li>
    </Bullets>
    {props.form}
    <P>
      If it was you or a colleague, <Link href="/sign-in">sign in with the new address</Link> instead. This address can have an account of
      its own again after {sayDeadline(props.until)}.
    </P>
  </>
)

export const AddressRestoredPage = ({ email }: { email: string }) => (
  <Page>
    <Title>The address is yours again</Title>
    <P>
      The account signs in with{' '}
      <strong>
        <Address email={email} />
      </strong>{' '}
      again, and is signed out everywhere.
    </P>
    <P>
      <Link href="/sign-in">Sign in</Link>, and look under <strong>Your account</strong> at what can be used to sign in: take away what you
      have not set up yourself. Tell the council if somebody else was in your account.
    </P>
  </Page>
)

export const UndoRefusedPage = ({ reason, council }: { reason: UndoReason; council: Council }) => (
  <Page>
    <Title>The address stays as it is</Title>
    <P>{undoEmailRefusals[reason]}</P>
    <P>If somebody else has your account, tell {sayContact(council)} at once.</P>
  </Page>
)
