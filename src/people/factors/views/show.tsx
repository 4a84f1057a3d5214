import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { type FactorRow, recoveryLength } from '../factor.ts'

/** Uses or makes a passkey. Hidden without JavaScript, where a code serves. */
export const PasskeyForm = ({
  action,
  words,
  next,
  otherwise = '',
  children,
}: {
  action: string
  words: string
  next?: string | undefined
  /** What to do if the browser has no passkeys. */
  otherwise?: string
  children?: unknown
}) => (
  <form method="post" action={action} data-passkey={`${action}/options`} hidden id="passkey">
    {next ? <input type="hidden" name="next" value={next} /> : null}
    <input type="hidden" name="answer" value="" />
    {children}
    <div data-passkey-problem hidden>
      <p class="govuk-error-message">Your browser did not use a passkey. Try again{otherwise}.</p>
    </div>
    <Button>{words}</Button>
  </form>
)

export const FactorPage = ({
  kinds,
  codesLeft,
  next,
  again,
  problems,
}: {
  kinds: ReadonlySet<FactorRow['kind']>
  codesLeft: number
  next: string | undefined
  /** Already signed in, and about to do something dangerous. */
  again: boolean
  problems?: Problems | undefined
}) => {
  const takesCodes = kinds.has('totp') || codesLeft > 0
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>Confirm that it is you</Title>
      <P>
        {again
          ? 'You are about to do something that could do harm if somebody else sat at your keyboard. Nothing has been done yet; you come back to the page you were on.'
          : 'Your account has a second factor, so that reading your mail is not enough to be you.'}
      </P>
      {kinds.has('passkey') ? (
        <PasskeyForm
          action="/sign-in/factor/passkey"
          words="Use your passkey"
          next={next}
          otherwise={takesCodes ? ', or use a code' : ''}
        />
      ) : null}
      {takesCodes ? (
        <form method="post" action="/sign-in/factor" novalidate>
          {next ? <input type="hidden" name="next" value={next} /> : null}
          <TextField
            name="code"
            label={kinds.has('totp') ? 'Code of your authenticator app' : 'One of your printed codes'}
            hint={
              kinds.has('totp')
                ? `6 digits that change every half minute.${codesLeft > 0 ? ' Without your telephone, type one of your printed codes' : ''}`
                : `${recoveryLength} letters and digits, each code good once`
            }
            width={20}
            autocomplete="one-time-code"
            problems={problems}
          />
          <Button {...(kinds.has('passkey') ? { kind: 'secondary' as const } : {})}>Continue</Button>
        </form>
      ) : (
        <noscript>
          <P>Your browser runs no JavaScript, without which it cannot use your passkey. Use another browser.</P>
        </noscript>
      )}
      <P>
        If you have lost all of these, ask an administrator of this service at your council. Once a second one agrees, they are taken away
        and you set up a new one.
      </P>
      {again ? null : (
        <P>
          <Link href="/sign-in?again">Sign in with another address</Link>
        </P>
      )}
    </Page>
  )
}
