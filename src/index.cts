/**
 * The same door for `require`. It asks the process itself, past the sandbox in which test runners such as jest keep modules
 * and out of which no ES module can be required. What is imported and what is required is one and the same.
 */
const { runInThisContext } = require('node:vm') as typeof import('node:vm');

const { createRequire } = (runInThisContext('process') as NodeJS.Process).getBuiltinModule('node:module');
module.exports = createRequire(__filename)('./bundle/index.js');
