// In a bundle, in place of what libraries bring with them and nothing here asks for. A call of it fails.
const none = () => undefined
module.exports = { createToJSONSchemaMethod: none, createStandardJSONSchemaMethod: none }
