import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Address, Bullets, Inset, Link, P, Table } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { codeMinutes, sayFewCodes } from '#people/sign-in/sign-in.ts'
import { undoDays } from '../undo-email.ts'

type NewEmailProps = {
  email: string
  shared: boolean
  /** A second factor proves who they are; others type a code from their current mailbox. */
  hasFactor: boolean
  /** How many schools the account acts for by a claim. */
  schools: number
  past: readonly { oldEmail: string; newEmail: string; usedAt: string }[]
  form: Child
}

export const NewEmail = ({ email, shared, hasFactor, schools, past, form }: NewEmailProps) => (
  <>
    <P>
      You sign in with{' '}
      <strong>
        <Address email={email} />
      </strong>
      .
    </P>
    <P>
      {hasFactor
        ? 'Once you have typed in a code that we send to the new address:'
        : 'Once you have typed in two codes, one that we send to the new address and one to the address you have now:'}
    </P>
    <Bullets>
      <li>you sign in with the new address, and the old one no longer works</li>
      <li>your bookings, places, roles and record stay yours; messages go to the new address</li>
      <li>
        the calendar entries of coming events are sent again to the new address; those in the old calendar stay there, so delete them if you
        still use it
      </li>
      {schools > 0 ? (
        <li>
          you may go on booking for your {schools === 1 ? 'school' : `${schools} schools`}: {plural(schools, 'that was', 'those were')}{' '}
          confirmed for you, whatever your address. For any other school the new address is looked at afresh
        </li>
      ) : null}
      {shared ? <li>everyone who signs in with this shared address, and has no other, has the new one</li> : null}
      <li>we sign out every other browser, and send the old address a link that undoes the change for {undoDays} days</li>
    </Bullets>
    {form}
    {hasFactor ? null : (
      <P>
        Can you no longer read the mail of the address you have now? Sign out and sign in with the new address, which makes an account of
        its own, and ask the council to make the two records one.
      </P>
    )}
    {past.length > 0 ? (
      <Table
        caption="Earlier changes"
        columns={['From', 'To', 'When']}
        rows={past.map((change) => [change.oldEmail, change.newEmail, sayInstant(change.usedAt)])}
      />
    ) : null}
  </>
)

type ConfirmEmailProps = {
  change: { newEmail: string; oldEmail: string } | null
  /** The current mailbox was sent a code too. */
  both: boolean
  /** What whoever asks in a network over its limit is told. */
  waits?: string
  form: Child
}

export const ConfirmEmail = ({ change, both, waits, form }: ConfirmEmailProps) => (
  <>
    {waits ? <Inset>{waits}</Inset> : null}
    {change ? (
      <P>
        {both
          ? 'Two codes are on their way, unless too many have been asked for: one to '
          : 'A code is on its way, unless too many have been asked for, to '}
        <strong>
          <Address email={change.newEmail} />
        </strong>
        {both ? (
          <>
            {' '}
            and another to{' '}
            <strong>
              <Address email={change.oldEmail} />
            </strong>
          </>
        ) : null}
        . {both ? 'They arrive within a minute or two, and work' : 'It arrives within a minute or two, and works'} for {codeMinutes} minutes
        in this browser. Your address changes when you type {both ? 'both' : 'it'} in.
      </P>
    ) : null}
    {form}
    <P>
      <Link href="/account/email">Send {both ? 'other codes' : 'another code'}, or use another address</Link>
    </P>
    <P>
      If {both ? 'they have' : 'it has'} not come after two minutes, look in the junk folder, check that the address is right, and then ask
      again. {sayFewCodes}
    </P>
  </>
)
