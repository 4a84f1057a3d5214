import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Address, ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { codeMinutes, sayFewCodes } from '#people/sign-in/sign-in.ts'
import type { OfferedRecord } from '../person.ts'
import { IsThisYou } from './record.tsx'

/** Which other address somebody came under. */
export const EarlierAddressPage = ({ values, problems }: { values: Record<string, string>; problems?: Problems | undefined }) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Did you come under another address?</Title>
    <P>
      If a school booked you under an address that you had before, those places and that training stand on another record. Show us that the
      address is yours, and they become part of this one.
    </P>
    <form method="post" action="/account/record/earlier" novalidate>
      <TextField
        name="email"
        label="The other email address"
        hint="We send a code to it. You need to be able to read its mail"
        type="email"
        inputmode="email"
        autocomplete="off"
        value={values['email']}
        problems={problems}
      />
      <Button>Send a code</Button>
    </form>
    <P>Can you no longer read its mail? Ask the council to put your records together.</P>
  </Page>
)

/** The code that went to it. */
export const EarlierCodePage = ({
  email,
  problems,
  waits,
}: {
  email: string | undefined
  problems?: Problems | undefined
  /** What holds while the network is over its limit. */
  waits?: string
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Check that mailbox</Title>
    {waits ? <div class="govuk-inset-text">{waits}</div> : null}
    {email ? (
      <P>
        A code is on its way, unless too many have been asked for, to{' '}
        <strong>
          <Address email={email} />
        </strong>
        . It arrives within a minute or two, and works for {codeMinutes} minutes in this browser.
      </P>
    ) : null}
    <form method="post" action="/account/record/earlier/code" novalidate>
      <TextField name="code" label="6-digit code" width={10} autocomplete="one-time-code" inputmode="numeric" problems={problems} />
      <Button>Continue</Button>
    </form>
    <P>
      <Link href="/account/record/earlier">Send another code, or use another address</Link>
    </P>
    <P>{sayFewCodes}</P>
  </Page>
)

/** The record at an address that they have shown to be theirs. */
export const EarlierRecordPage = ({ offered }: { offered: OfferedRecord }) => (
  <Page>
    <Title>Is this you?</Title>
    <IsThisYou offered={offered} action="/account/record/earlier/mine" mayDeny={false} />
  </Page>
)
