import type { Field } from '#base/web/fill-form.ts'
import { P } from '#base/web/page-parts.tsx'

/** `name-3` as `Name 3`, for fields that the page does not have. */
const sayName = (name: string): string => {
  const words = name
    .replaceAll(/[-_.[\]]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const sentence = (signedOut: boolean, typed: boolean): string => {
  if (!signedOut) return typed ? 'Nothing has been sent yet. What you typed is still here.' : 'Nothing has been sent yet.'
  return typed ? 'You were signed out. What you typed is still here.' : 'You were signed out before that was saved.'
}

type KeptFormNoticeProps = {
  signedOut: boolean
  shown: boolean
  left: readonly Field[]
  hadFiles: boolean
}

/** Shown above a restored form. `left`: text of fields that the page does not have. */
export const KeptFormNotice = ({ signedOut, shown, left, hadFiles }: KeptFormNoticeProps) => (
  <section class="govuk-notification-banner" aria-labelledby="kept-form">
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id="kept-form">
        Not sent yet
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      <p class="govuk-notification-banner__heading">{sentence(signedOut, shown || left.length > 0)}</p>
      <P>
        {shown || left.length > 0 ? 'Check it, then press the button again.' : 'Check this page, then press the button again.'}
        {hadFiles ? ' Files must be chosen again.' : ''}
      </P>
      {left.length > 0 ? (
        <>
          <P>This page has no field for the following. Copy what you still need:</P>
          <dl class="govuk-summary-list">
            {left.map(([name, value]) => (
              <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{sayName(name)}</dt>
                <dd class="govuk-summary-list__value muster-break muster-typed">{value}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
    </div>
  </section>
)
