import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary } from '#base/web/page-parts.tsx'
import { codeMinutes } from '#people/sign-in/sign-in.ts'

const why =
  'You are about to do something that could do harm if somebody else sat at your keyboard. Nothing has been done yet; you come back to the page you were on.'

export const AskProofPage = ({ email, next, problems }: { email: string; next: string | undefined; problems?: Problems | undefined }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Show that it is you</h1>
      <p class="govuk-body">{why}</p>
      <form method="post" action="/account/prove" id="code">
        {next ? <input type="hidden" name="next" value={next} /> : null}
        <p class="govuk-body">
          We will send a 6-digit code to <strong class="muster-break">{email}</strong>.
        </p>
        <Button>Send me a code</Button>
      </form>
    </div>
  </div>
)

export const EnterProofPage = ({ email, problems }: { email: string; problems?: Problems | undefined }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">Show that it is you</h1>
      <p class="govuk-body">
        We have sent a code to <strong class="muster-break">{email}</strong>. It works for {codeMinutes} minutes in this browser.
      </p>
      <form method="post" action="/account/prove/code" novalidate>
        <TextField
          name="code"
          label="6-digit code"
          width={10}
          autocomplete="one-time-code"
          inputmode="numeric"
          {...(problems ? { problems } : {})}
        />
        <Button>Continue</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href="/account/prove">
          Send another code
        </a>
      </p>
    </div>
  </div>
)
