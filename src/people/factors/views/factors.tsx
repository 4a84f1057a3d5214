import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Inset, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import { type FactorRow, kindWords, recoveryCodes, sayRecoveryCode } from '../factor.ts'

type FactorsProps = {
  factors: readonly FactorRow[]
  codesLeft: number
  isHeld: boolean
  apps: boolean
  next: string | undefined
  endOf: (row: FactorRow) => Child
  print: Child
  add: Child
  begin: Child
}

export const Factors = ({ factors, codesLeft, isHeld, apps, next, endOf, print, add, begin }: FactorsProps) => (
  <>
    <P>
      Whoever reads your mail could sign in as you. A passkey or an authenticator app keeps them out: it is asked for when you sign in, and
      again before you do what could do most harm.
    </P>
    {isHeld ? (
      <Inset>
        You set it up after the days for it were over, so an administrator lets it count: ask one, who will want to see or speak to you.
      </Inset>
    ) : null}
    {factors.length > 0 ? (
      <Table
        caption="What you have set up"
        columns={['What', 'Added', 'Last used', 'Action']}
        rows={factors.map((row) => [
          row.label === kindWords[row.kind] ? row.label : `${kindWords[row.kind]}: ${row.label}`,
          sayInstant(row.madeAt),
          row.usedAt ? sayInstant(row.usedAt) : 'Not yet',
          endOf(row),
        ])}
      />
    ) : null}
    {factors.length > 0 ? (
      <>
        <form method="post" action="/account/sign-ins/end-others">
          <Button kind="secondary">Sign out everywhere else</Button>
        </form>
        <Heading>Printed codes</Heading>
        <P>
          {codesLeft === 0
            ? 'You have none. Print some now: each lets you in once when the telephone or computer with your second factor is lost.'
            : `${codesLeft} of your ${recoveryCodes} codes are left. New ones take the place of all of them.`}
        </P>
        {print}
        {next ? (
          <P>
            <Link href={next}>Go on to the page that you wanted</Link>
          </P>
        ) : null}
      </>
    ) : null}
    <Heading>Add a passkey</Heading>
    <P>
      Your telephone, your computer or a security key recognises you by your face, finger or PIN. It is the quickest and the safest, and
      needs a browser with JavaScript.
    </P>
    {add}
    {apps ? (
      <>
        <Heading>Set up an authenticator app</Heading>
        <P>An app on your telephone shows a code that changes every half minute.</P>
        {begin}
      </>
    ) : null}
  </>
)

export const AppToSetUp = ({ secret, address, form }: { secret: string; address: string; form: Child }) => (
  <>
    <ol class="govuk-list govuk-list--number">
      <li>Open the app on your telephone, and add an account.</li>
      <li>
        Let it read this square. On the telephone itself, <Link href={address}>open the app from here</Link>.
      </li>
      <li>Type the code that it then shows.</li>
    </ol>
    <Qr text={address} label="A square code for the authenticator app; the key below says the same" size={220} />
    <P>
      If the app cannot read it, type this key: <strong class="muster-break">{secret.match(/.{4}/g)?.join(' ')}</strong>
    </P>
    {form}
  </>
)

export const RecoveryCodesPage = ({ codes, service }: { codes: readonly string[]; service: string }) => (
  <Page>
    <Title>Your printed codes</Title>
    <P>
      Print this page, or write the codes down, and keep them where your telephone is not. Each lets you in to {service} once, after the
      code that is mailed to you. They are not shown again, and codes that you had before no longer work.
    </P>
    <ol class="govuk-list govuk-list--number">
      {codes.map((code) => (
        <li>
          <code>{sayRecoveryCode(code)}</code>
        </li>
      ))}
    </ol>
    <p class="govuk-body muster-no-print">
      <Link href="/account/factors">I have them</Link>
    </p>
  </Page>
)
