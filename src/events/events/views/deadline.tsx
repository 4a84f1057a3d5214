import type { Child } from 'hono/jsx'

/** Around the fields of a date and a time. */
export const When = ({ name, label, hint, children }: { name: string; label: string; hint: string; children?: Child }) => (
  <fieldset class="govuk-fieldset muster-session" aria-describedby={`${name}-hint`}>
    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
    <div class="govuk-hint" id={`${name}-hint`}>
      {hint}
    </div>
    <div class="muster-when">{children}</div>
  </fieldset>
)
