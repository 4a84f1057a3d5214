import { plainPage } from './plain-page.ts'

/** D1's message when it has too much to do. */
export const isOverloaded = (error: Error): boolean => /D1 DB is overloaded/.test(`${error.message} ${String(error.cause ?? '')}`)

export const busySeconds = 5

/** A constant, so that it needs no database. */
export const busyPage = plainPage(
  'The service is very busy',
  `<p class="govuk-body">Too many people are using it at this moment. Wait a few seconds, then load this page again.</p>
<p class="govuk-body">If you sent a form, it may not have been saved. Go back and look before you send it again.</p>`,
)
