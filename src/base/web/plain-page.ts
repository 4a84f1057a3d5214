import { files } from './generated/files.ts'

/** Needs no database and no settings. @param body HTML below the heading */
export const plainPage = (title: string, body: string): string => `<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="stylesheet" href="${files['muster.css']}">
</head>
<body class="govuk-template__body">
<div class="govuk-width-container">
<main class="govuk-main-wrapper">
<h1 class="govuk-heading-l">${title}</h1>
${body}
</main>
</div>
</body>
</html>`
