-- Wireshark dissector for Microsoft AuthIP (exchange types 243 to 246 of ISAKMP), which Wireshark does not know.
-- Made by "gatehouse decode --wireshark-plugin" from the tables that gatehouse itself decodes with. Put it into the
-- plug-in folder of Wireshark, or give it to tshark: -X lua_script:authip.lua
-- Other ISAKMP messages go to Wireshark's own dissectors. Encrypted payloads stay encrypted: gatehouse decode --keys shows them.

local authip = Proto("authip", "Microsoft AuthIP")

--@TABLES

local fields = {}

local function abbreviate(text)
  return (text:lower():gsub("[^%w]+", "_"):gsub("^_+", ""):gsub("_+$", ""))
end

local function register(owner, name, kind, size, values)
  local key = "authip." .. owner .. "." .. abbreviate(name)
  if fields[key] then return fields[key] end
  local field
  local isNumber = kind == "number" or kind == "flags" or (kind == "identifier" and size <= 4)
  if isNumber and size <= 4 then
    local make = ({ [1] = ProtoField.uint8, [2] = ProtoField.uint16, [4] = ProtoField.uint32 })[size]
    field = make(key, name, kind == "number" and base.DEC or base.HEX, kind == "number" and values or nil)
  elseif kind == "vendor" or kind == "text" or kind == "identity" then
    field = ProtoField.string(key, name)
  else
    field = ProtoField.bytes(key, name)
  end
  fields[key] = field
  return field
end

-- Fields of a layout: { name, kind, size, names }. They are registered before the first packet, as Wireshark asks for.
local function registerAll(owner, layout)
  for _, field in ipairs(layout) do
    field.field = register(owner, field[1], field[2], field[3], field[4] and names[field[4]])
  end
end

registerAll("header", header)
registerAll("crypto", crypto.fields)
for number, payload in pairs(payloads) do
  payload.owner = abbreviate(payload.name)
  registerAll(payload.owner, payload.fields)
end

local nextPayload = register("payload", "Next Payload", "number", 1, names.payloads)
local payloadLength = register("payload", "Payload Length", "number", 2)
local iv = register("crypto", "Initialization Vector", "bytes", 0)
local encrypted = register("crypto", "Encrypted Payloads and ICV", "bytes", 0)
local method = register("auth", "Method", "number", 2, names.methods)
local methodFlags = register("auth", "Flags", "flags", 2)
local notifyError = register("notify", "Error", "number", 4, names.errors)
local acknowledged = register("notify", "Acknowledged Sequence Number", "number", 4)
local exchangeInfo = register("notify", "Exchange Info", "flags", 4)
local cookie = register("notify", "Responder Cookie", "identifier", 8)
local encapsulation = register("notify", "Encapsulation Mode", "number", 4)
local acquireFlags = register("notify", "Acquire Flags", "flags", 4)
local unknownData = register("payload", "Data", "bytes", 0)
local proposalNumber = register("proposal", "Number", "number", 1)
local proposalProtocol = register("proposal", "Protocol-Id", "number", 1, names.protocols)
local proposalSpi = register("proposal", "SPI", "bytes", 0)
local transformNumber = register("transform", "Number", "number", 1)
local transformId = register("transform", "Transform-Id", "number", 1)

local malformed = ProtoExpert.new("authip.malformed", "Malformed AuthIP message", expert.group.MALFORMED, expert.severity.ERROR)
authip.experts = { malformed }
do
  local list = {}
  for _, field in pairs(fields) do list[#list + 1] = field end
  authip.fields = list
end

local function fail(tree, tvb, text)
  tree:add_tvb_expert_info(malformed, tvb, text)
  return false
end

local function name(values, value)
  local text = values and values[value]
  return text and (value .. " " .. text) or tostring(value)
end

local function attributes(tvb, offset, stop, isOakley, tree)
  while offset < stop do
    if stop - offset < 4 then return fail(tree, tvb(offset, stop - offset), "BadProposalSyntax: an attribute is cut off") end
    local kind = tvb(offset, 2):uint()
    local isBasic = kind >= 0x8000
    local length = isBasic and 2 or tvb(offset + 2, 2):uint()
    local value = isBasic and offset + 2 or offset + 4
    kind = kind % 0x8000
    if value + length > stop then return fail(tree, tvb(offset, stop - offset), "BadProposalSyntax: an attribute is longer than its transform") end
    local attributeNames = isOakley and names.oakley or names.ipsec
    local valueNames = (isOakley and oakleyValues or ipsecValues)[kind]
    local text
    if length >= 1 and length <= 4 then text = name(valueNames, tvb(value, length):uint())
    elseif length > 0 then text = tostring(tvb(value, length):bytes())
    else text = "" end
    tree:add(tvb(offset, value + length - offset), (attributeNames[kind] or ("Attribute " .. kind)) .. ": " .. text)
    offset = value + length
  end
  return true
end

local function transforms(tvb, offset, stop, protocol, tree)
  while offset < stop do
    local length = stop - offset >= 8 and tvb(offset + 2, 2):uint() or 0
    if length < 8 or offset + length > stop then return fail(tree, tvb(offset, stop - offset), "BadProposalSyntax: a transform does not fit") end
    local branch = tree:add(tvb(offset, length), "Transform")
    branch:add(transformNumber, tvb(offset + 4, 1))
    branch:add(transformId, tvb(offset + 5, 1))
    if not attributes(tvb, offset + 8, offset + length, protocol == 1, branch) then return false end
    offset = offset + length
  end
  return true
end

local function proposals(tvb, offset, stop, tree)
  local following = 2
  while following == 2 do
    local length = stop - offset >= 8 and tvb(offset + 2, 2):uint() or 0
    if length < 8 or offset + length > stop then return fail(tree, tvb(offset), "BadProposalSyntax: a proposal does not fit") end
    following = tvb(offset, 1):uint()
    local branch = tree:add(tvb(offset, length), "Proposal")
    local protocol, spi = tvb(offset + 5, 1):uint(), tvb(offset + 6, 1):uint()
    branch:add(proposalNumber, tvb(offset + 4, 1))
    branch:add(proposalProtocol, tvb(offset + 5, 1))
    if 8 + spi > length then return fail(branch, tvb(offset, length), "BadProposalSyntax: the SPI does not fit") end
    if spi > 0 then branch:add(proposalSpi, tvb(offset + 8, spi)) end
    if not transforms(tvb, offset + 8 + spi, offset + length, protocol, branch) then return false end
    offset = offset + length
  end
  return true
end

local function notifyData(tvb, start, offset, stop, tree)
  local left, kind = stop - offset, tvb(start + 6, 2):uint()
  local one = ({ [40020] = notifyError, [40022] = acknowledged, [40005] = exchangeInfo })[kind]
  if one and left == 4 then tree:add(one, tvb(offset, 4))
  elseif kind == 40021 and left == 8 then tree:add(cookie, tvb(offset, 8))
  elseif kind == 40024 and left == 8 then
    tree:add(encapsulation, tvb(offset, 4))
    tree:add(acquireFlags, tvb(offset + 4, 4))
  elseif one or kind == 40021 or kind == 40024 or (kind == 40023 and left > 0) then
    return fail(tree, tvb(start, stop - start), "PayloadMalformed: the data does not have the length of its type")
  elseif left > 0 then tree:add(unknownData, tvb(offset, left)) end
  return true
end

local function identity(range, kind)
  if kind == 1 and range:len() == 4 then return tostring(range:ipv4()) end
  if kind == 5 and range:len() == 16 then return tostring(range:ipv6()) end
  return tostring(range:bytes())
end

local function vendor(range)
  local hex = tostring(range:bytes()):lower()
  for _, known in ipairs(vendors) do
    if hex == known.id or (known.prefix and hex:sub(1, #known.id) == known.id) then
      return #hex == #known.id + 8 and (known.name .. " " .. tonumber(hex:sub(-8), 16)) or known.name
    end
  end
  return hex
end

local function text(range)
  if range:len() % 2 ~= 0 then return tostring(range:bytes()) end
  if range(0, 1):uint() == 0 then return range:ustring() end
  return range:le_ustring()
end

local function body(tvb, layout, start, stop, tree)
  local offset = start
  for _, field in ipairs(layout) do
    local kind, size = field[2], field[3]
    local left = stop - offset
    if kind == "proposals" then return proposals(tvb, offset, stop, tree)
    elseif kind == "notifydata" then return notifyData(tvb, start, offset, stop, tree)
    elseif kind == "methods" then
      if left % 4 ~= 0 then return fail(tree, tvb(offset), "PayloadMalformed: half a method") end
      for at = offset, stop - 4, 4 do
        tree:add(method, tvb(at, 2))
        tree:add(methodFlags, tvb(at + 2, 2))
      end
      return true
    elseif size > 0 then
      if left < size then return fail(tree, tvb(start, stop - start), "PayloadMalformed: " .. field[1] .. " is cut off") end
      tree:add(field.field, tvb(offset, size))
      offset = offset + size
    elseif left > 0 then
      local range = tvb(offset, left)
      if kind == "vendor" then tree:add(field.field, range, vendor(range))
      elseif kind == "text" then tree:add(field.field, range, text(range))
      elseif kind == "identity" then tree:add(field.field, range, identity(range, tvb(start, 1):uint()))
      else tree:add(field.field, range) end
      offset = stop
    end
  end
  return true
end

local function chain(tvb, first, offset, stop, tree)
  local kind, shown = first, {}
  while kind ~= 0 do
    local layout = payloads[kind]
    local title = layout and layout.name or ("Payload " .. kind)
    local length = stop - offset >= 4 and tvb(offset + 2, 2):uint() or 0
    if length < 4 or offset + length > stop then
      fail(tree, tvb(offset < stop and offset or stop - 1), "Truncated: " .. title .. " does not fit")
      return shown
    end
    local branch = tree:add(tvb(offset, length), title)
    branch:add(nextPayload, tvb(offset, 1))
    branch:add(payloadLength, tvb(offset + 2, 2))
    shown[#shown + 1] = title
    if layout then
      if not body(tvb, layout.fields, offset + 4, offset + length, branch) then return shown end
    elseif length > 4 then branch:add(unknownData, tvb(offset + 4, length - 4)) end
    kind = tvb(offset, 1):uint()
    offset = offset + length
  end
  if offset < stop then fail(tree, tvb(offset), "LengthMismatch: bytes behind the last payload") end
  return shown
end

function authip.dissector(tvb, pinfo, tree)
  pinfo.cols.protocol = "AuthIP"
  local exchange, flags = tvb(18, 1):uint(), tvb(19, 1):uint()
  local info = names.exchanges[exchange] or ("Exchange " .. exchange)
  local branch = tree:add(authip, tvb(), "Microsoft AuthIP, " .. info)
  local head = branch:add(tvb(0, 28), "ISAKMP Header")
  body(tvb, header, 0, 28, head)
  local first, offset, stop = tvb(16, 1):uint(), 28, tvb:len()
  if first ~= 133 then
    info = info .. ": " .. table.concat(chain(tvb, first, offset, stop, branch), ", ")
  elseif stop - offset < 8 or tvb(offset + 2, 2):uint() < 8 or offset + tvb(offset + 2, 2):uint() > stop then
    fail(branch, tvb(offset < stop and offset or stop - 1), "Truncated: the CRYPTO payload does not fit")
  else
    local length = tvb(offset + 2, 2):uint()
    local inside = branch:add(tvb(offset, length), crypto.name)
    inside:add(nextPayload, tvb(offset, 1))
    inside:add(payloadLength, tvb(offset + 2, 2))
    body(tvb, crypto.fields, offset + 4, offset + 8, inside)
    if length > 8 then inside:add(iv, tvb(offset + 8, length - 8)) end
    first, offset = tvb(offset, 1):uint(), offset + length
    if flags % 2 == 1 and tostring(tvb(8, 8):bytes()) ~= "0000000000000000" then
      if offset < stop then branch:add(encrypted, tvb(offset)) end
      info = info .. ": encrypted"
    else
      info = info .. ": " .. table.concat(chain(tvb, first, offset, stop, branch), ", ")
    end
  end
  pinfo.cols.info = info
end

-- In front of Wireshark's own dissectors of the two ports; what is not AuthIP goes to them.
local function isAuthIp(tvb, offset)
  return tvb:len() >= offset + 28 and tvb(offset + 18, 1):uint() >= 243 and tvb(offset + 18, 1):uint() <= 246
end

local isakmp, udpencap = Dissector.get("isakmp"), Dissector.get("udpencap")
local gate = Proto("authip_gate", "AuthIP or ISAKMP")

function gate.dissector(tvb, pinfo, tree)
  if pinfo.src_port == 4500 or pinfo.dst_port == 4500 then
    if tvb:len() > 4 and tvb(0, 4):uint() == 0 and isAuthIp(tvb, 4) then return authip.dissector(tvb(4):tvb(), pinfo, tree) end
    return udpencap:call(tvb, pinfo, tree)
  end
  if isAuthIp(tvb, 0) then return authip.dissector(tvb, pinfo, tree) end
  return isakmp:call(tvb, pinfo, tree)
end

DissectorTable.get("udp.port"):add(500, gate)
DissectorTable.get("udp.port"):add(4500, gate)
