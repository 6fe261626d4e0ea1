import { SJS_TYPE_NAME } from "./transform-sjs.js";

/**
 * The base library of SJS, as source text that stands before the modules: `getDate`, `getRegExp` and what
 * `.constructor` gives. It knows only names that every browser has.
 */
export const SJS_BASE_LIBRARY = `
function getDate(){return arguments.length===0?new Date():new Date(...arguments)}
function getRegExp(pattern,flags){return new RegExp(pattern,flags)}
function ${SJS_TYPE_NAME}(value){
if(value===null||value===undefined)throw new TypeError("Cannot read constructor of "+value);
var name=Object.prototype.toString.call(value).slice(8,-1);
return /^(Array|Boolean|Date|Function|Number|Object|RegExp|String)$/.test(name)?name:typeof value==="function"?"Function":"Object"}
`;

/**
 * Stands behind the compiler's runtime string, whose `D(name, loader)` defines an SJS module. A module that throws
 * while it loads would take the whole bundle with it; so it is reported as an error of its own and has no exports.
 */
export const SJS_GUARD = `
D=(define=>(name,loader)=>define(name,(require,exports,module)=>{
try{loader(require,exports,module)}catch(error){setTimeout(()=>{throw error})}}))(D);
`;
