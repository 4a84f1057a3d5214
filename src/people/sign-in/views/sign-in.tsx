import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary } from '#base/web/page-parts.tsx'
import type { EnterCodeReason } from '../enter-code.ts'
import { codeMinutes, sayFewCodes } from '../sign-in.ts'
import { SignInElsewhere } from './providers.tsx'

export const codeNotSent = 'We could not send the code. Try again in a few minutes'

export const enterCodeReasons: Record<EnterCodeReason, string> = {
  other_browser: 'This browser has not asked for a code. Ask for one here, and type it into the same browser',
  wrong_code: 'That code did not work. Check the most recent message and try again',
  no_tries_left: 'That code has been tried too often. Ask for another one',
  code_run_out: `That code has run out: it works for ${codeMinutes} minutes. Ask for another one`,
  code_used: 'That code has been used. Ask for another one',
}

const typedSentences = {
  kept: 'You were signed out, so nothing has been sent yet. Sign in within the hour with the same address and in this browser: what you typed is kept until then.',
  tries: 'There have been too many wrong codes, so you are signed out, and nothing has been done. Sign in again.',
  lost: 'You are signed out, so nothing has been sent, and what you typed could not be kept here. Your browser’s back button may still show it: copy it, sign in, and fill in the form again.',
}

export const SignInPage = ({
  email,
  next,
  problems,
  typed,
  providers,
}: {
  email?: string
  next?: string | undefined
  problems?: Problems | undefined
  /** A form was sent by somebody no longer signed in: whether what they typed waits for them. `tries`: wrong codes signed them out. */
  typed?: keyof typeof typedSentences | undefined
  /** Other ways to sign in, if the council has set any up. */
  providers: readonly { id: string; label: string }[]
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Sign in</h1>
      {typed ? <div class="govuk-inset-text">{typedSentences[typed]}</div> : null}
      <p class="govuk-body">
        We will send a 6-digit code to your email address. There is no password, and you do not need to register first.
      </p>
      <form method="post" action="/sign-in" novalidate>
        {next ? <input type="hidden" name="next" value={next} /> : null}
        <TextField
          name="email"
          label="Email address"
          hint="Use your work address: it lets us see which school you belong to"
          type="email"
          inputmode="email"
          autocomplete="email"
          value={email}
          {...(problems ? { problems } : {})}
        />
        <Button>Send me a code</Button>
      </form>
      <SignInElsewhere providers={providers} next={next} />
    </div>
  </div>
)

/** To somebody whose browser refuses cookies, before they have looked for a code that would be of no use to them. */
export const NoCookiePage = () => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">Your browser did not keep our cookie</h1>
      <p class="govuk-body">A code can only be used in a browser that keeps our cookies: they show that it was you who asked for it.</p>
      <p class="govuk-body">Allow cookies for this site in your browser’s settings, or use another browser, and then ask for a new code.</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/sign-in">
          Ask for a new code
        </a>{' '}
        or{' '}
        <a class="govuk-link" href="/cookies">
          read which cookies we set
        </a>
      </p>
    </div>
  </div>
)

export const EnterCodePage = ({
  email,
  problems,
  againHref,
}: {
  email?: string | undefined
  problems?: Problems | undefined
  againHref: string
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Check your email</h1>
      {email ? (
        <p class="govuk-body">
          If a code can be sent to <strong class="muster-break">{email}</strong> now, it arrives within a minute or two. It works for{' '}
          {codeMinutes} minutes, in this browser.
        </p>
      ) : null}
      <form method="post" action="/sign-in/code" novalidate>
        <TextField
          name="code"
          label="6-digit code"
          width={10}
          autocomplete="one-time-code"
          inputmode="numeric"
          {...(problems ? { problems } : {})}
        />
        <Button>Sign in</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href={againHref}>
          Send another code, or use another address
        </a>
      </p>
      <h2 class="govuk-heading-s">If no code comes</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>look in the junk folder, and check that the address is right</li>
        <li>after two minutes, ask for another</li>
        <li>use a browser in which you have signed in before, if you can: if the council or a school knows you, you need not wait there</li>
      </ul>
      <p class="govuk-body">{sayFewCodes}</p>
    </div>
  </div>
)
