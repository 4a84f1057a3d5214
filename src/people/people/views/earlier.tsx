import type { Child } from 'hono/jsx'
import { Address, Inset, Link, P } from '#base/web/page-parts.tsx'
import { codeMinutes, sayFewCodes } from '#people/sign-in/sign-in.ts'

export const EarlierAddress = ({ form }: { form: Child }) => (
  <>
    <P>
      If a school booked you under an address that you had before, those places and that training are on another record. Show us that the
      address is yours, and they become part of this one.
    </P>
    {form}
    <P>Can you no longer read its mail? Ask the council to put your records together.</P>
  </>
)

/** The code that went to it. @param waits what holds while the network is over its limit */
export const EarlierCode = ({ email, waits, form }: { email: string | undefined; waits?: string; form: Child }) => (
  <>
    {waits ? <Inset>{waits}</Inset> : null}
    {email ? (
      <P>
        A code is on its way, unless too many have been asked for, to{' '}
        <strong>
          <Address email={email} />
        </strong>
        . It arrives within a minute or two, and works for {codeMinutes} minutes in this browser.
      </P>
    ) : null}
    {form}
    <P>
      <Link href="/account/record/earlier">Send another code, or use another address</Link>
    </P>
    <P>{sayFewCodes}</P>
  </>
)
