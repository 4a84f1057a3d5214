import type { Child } from 'hono/jsx'
import { Link, P } from '#base/web/page-parts.tsx'
import type { FactorRow } from '../factor.ts'
import { whyProve } from './prove.tsx'

/** Of a form that uses or makes a passkey. Hidden without JavaScript, where a code serves. */
export const asPasskey = (action: string) => ({ 'data-passkey': `${action}/options`, hidden: true, id: 'passkey' })

/** @param otherwise what to do if the browser has no passkeys */
export const PasskeyProblem = ({ otherwise = '' }: { otherwise?: string }) => (
  <div data-passkey-problem hidden>
    <p class="govuk-error-message">Your browser did not use a passkey. Try again{otherwise}.</p>
  </div>
)

/** `isAgain`: already signed in, and about to do something dangerous. */
export type Showing = {
  kinds: ReadonlySet<FactorRow['kind']>
  codesLeft: number
  takesCodes: boolean
  isAgain: boolean
  next: string | undefined
}

export const ShowFactor = ({ kinds, takesCodes, isAgain, use, type }: Showing & { use: Child; type: Child }) => (
  <>
    <P>{isAgain ? whyProve : 'Your account has a second factor, so that reading your mail is not enough to be you.'}</P>
    {kinds.has('passkey') ? use : null}
    {takesCodes ? (
      type
    ) : (
      <noscript>
        <P>Your browser runs no JavaScript, without which it cannot use your passkey. Use another browser.</P>
      </noscript>
    )}
    <P>
      If you have lost all of these, ask an administrator of this service at your council. Once a second one agrees, they are taken away and
      you set up a new one.
    </P>
    {isAgain ? null : (
      <P>
        <Link href="/sign-in?again">Sign in with another address</Link>
      </P>
    )}
  </>
)
