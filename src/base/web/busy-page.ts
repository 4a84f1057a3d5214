import { plainPage } from './plain-page.ts'

/** What D1 says when it has more work than it can do. */
export const isOverloaded = (error: Error): boolean => /D1 DB is overloaded/.test(`${error.message} ${String(error.cause ?? '')}`)

export const busySeconds = 5

/** The page for a busy moment. A constant, so that showing it asks the database for nothing. */
export const busyPage = plainPage(
  'The service is very busy',
  `<p class="govuk-body">Too many people are using it at this moment. Wait a few seconds, then load this page again.</p>
<p class="govuk-body">If you sent a form, it may not have been saved. Go back and look before you send it again.</p>`,
)
