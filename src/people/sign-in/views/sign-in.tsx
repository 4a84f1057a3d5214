import type { Child } from 'hono/jsx'
import type { Council } from '#base/council.ts'
import { Bullets, Heading, Inset, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { sayCouncilContact } from '#people/claims/waiting-claim.ts'
import { type Provider, startPath } from '../provider.ts'
import { codeMinutes, goingOn, sayFewCodes } from '../sign-in.ts'

type Shown = Pick<Provider, 'id' | 'label'>

const SignInElsewhere = ({ providers, next }: { providers: readonly Shown[]; next?: string | undefined }) =>
  providers.length === 0 ? null : (
    <>
      <Heading>Or with a sign-in that you have already</Heading>
      <div class="govuk-button-group">
        {providers.map((provider) => (
          <a
            href={startPath(provider, next)}
            draggable={false}
            class="govuk-button govuk-button--secondary"
            data-module="govuk-button"
            rel="nofollow"
          >
            Sign in with {provider.label}
          </a>
        ))}
      </div>
    </>
  )

/** A form was sent after sign-out: whether it is kept. `tries`: wrong codes signed them out. */
export const typedSentences: ReadonlyMap<string, string> = new Map([
  [
    'kept',
    'You were signed out, so nothing has been sent yet. Sign in within the hour with the same address and in this browser: what you typed is kept until then.',
  ],
  ['tries', 'There have been too many wrong codes, so you are signed out, and nothing has been done. Sign in again.'],
  [
    'lost',
    'You are signed out, so nothing has been sent, and what you typed could not be kept here. Your browser’s back button may still show it: copy it, sign in, and fill in the form again.',
  ],
])

type SignInProps = {
  next: string | undefined
  typed: string | undefined
  providers: readonly { id: string; label: string }[]
  form: Child
}

export const SignIn = ({ next, typed, providers, form }: SignInProps) => (
  <>
    {typed ? <Inset>{typed}</Inset> : null}
    <P>We will send a 6-digit code to your email address. There is no password, and you do not need to register first.</P>
    {next ? <P>You then go on to the page that you asked for.</P> : null}
    {form}
    <SignInElsewhere providers={providers} next={next} />
  </>
)

/** Shown at once to browsers that refuse cookies, where a code would be useless. */
export const NoCookiePage = () => (
  <Page>
    <Title>Your browser did not keep our cookie</Title>
    <P>A code can only be used in a browser that keeps our cookies: they show that it was you who asked for it.</P>
    <P>Allow cookies for this site in your browser’s settings, or use another browser, and then ask for a new code.</P>
    <P>
      <Link href="/sign-in">Ask for a new code</Link> or <Link href="/cookies">read which cookies we set</Link>
    </P>
  </Page>
)

export const IfNoCodeComes = () => (
  <>
    <h2 class="govuk-heading-s">If no code comes</h2>
    <Bullets>
      <li>look in the junk folder, and check that the address is right</li>
      <li>after two minutes, ask for another</li>
      <li>use a browser in which you have signed in before, if you can: if the council or a school knows you, you need not wait there</li>
    </Bullets>
    <P>{sayFewCodes}</P>
  </>
)

type EnterCodeProps = {
  email: string | undefined
  council: Council
  next: string | undefined
  /** The form that asked for the code, if it holds what was typed. Default: of signing in. */
  again?: string | undefined
  /** What holds while the network is over its limit. */
  waits?: string
  form: Child
}

export const EnterCode = ({ email, council, next, again, waits, form }: EnterCodeProps) => (
  <>
    {waits ? <Inset>{waits}</Inset> : null}
    {email ? (
      <P>
        If a code can be sent to <strong class="muster-break">{email}</strong> now, it arrives within a minute or two. It works for{' '}
        {codeMinutes} minutes, in this browser.
      </P>
    ) : null}
    {form}
    <P>
      <Link href={again ?? goingOn('/sign-in', next)}>Send another code, or use another address</Link>
    </P>
    <IfNoCodeComes />
    <h2 class="govuk-heading-s">Without a code</h2>
    <Bullets>
      <li>a mail about your place, or about guidance that you were sent, has a link that opens it without signing in</li>
      <li>{sayCouncilContact(council)}</li>
    </Bullets>
  </>
)
