import { files } from './generated/files.ts'

/** What D1 says when it has more work than it can do. */
export const isOverloaded = (error: Error): boolean => /D1 DB is overloaded/.test(`${error.message} ${String(error.cause ?? '')}`)

export const busySeconds = 5

/** The page for a busy moment. A constant, so that showing it asks the database for nothing. */
export const busyPage = `<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<title>The service is very busy</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="stylesheet" href="${files['muster.css']}">
</head>
<body class="govuk-template__body">
<div class="govuk-width-container">
<main class="govuk-main-wrapper">
<h1 class="govuk-heading-l">The service is very busy</h1>
<p class="govuk-body">Too many people are using it at this moment. Wait a few seconds, then load this page again.</p>
<p class="govuk-body">If you sent a form, it may not have been saved. Go back and look before you send it again.</p>
</main>
</div>
</body>
</html>`
